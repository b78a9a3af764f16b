// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.shell.cli;

import io.lynchet.json.DidYouMean;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** The words behind a command, checked against its syntax. */
public final class Arguments {
    private final List<String> operands = new ArrayList<>();
    private final Map<String, List<String>> options = new HashMap<>();

    private Arguments() {}

    /**
     * Parses the words. Fails with {@link CommandUsageException} when the syntax does not allow them. {@code --} ends
     * the options.
     */
    public static Arguments of(CommandSyntax syntax, List<String> words) {
        Arguments arguments = new Arguments();
        boolean optionsEnded = false;
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            if (!optionsEnded && word.equals("--")) {
                optionsEnded = true;
            } else if (!optionsEnded && word.startsWith("-") && word.length() > 1) {
                i += arguments.option(syntax, word, i + 1 < words.size() ? words.get(i + 1) : null);
            } else {
                arguments.operands.add(word);
            }
        }
        arguments.count(syntax);
        return arguments;
    }

    /** Parses one option. Returns the number of further words that it used. */
    private int option(CommandSyntax syntax, String word, String next) {
        int equals = word.indexOf('=');
        String name = equals < 0 ? word : word.substring(0, equals);
        CommandSyntax.Option option = syntax.find(name);
        if (option == null) {
            List<String> known =
                    syntax.options().stream().map(CommandSyntax.Option::name).toList();
            throw new CommandUsageException("there is no option " + name + DidYouMean.hint(name, known));
        }
        if (option.value() == null) {
            if (equals >= 0) {
                throw new CommandUsageException(name + " takes no value");
            }
            options.put(name, List.of());
            return 0;
        }
        String value = equals < 0 ? next : word.substring(equals + 1);
        if (value == null) {
            throw new CommandUsageException(name + " needs a value: " + option.shown());
        }
        options.computeIfAbsent(name, key -> new ArrayList<>()).add(value);
        return equals < 0 ? 1 : 0;
    }

    private void count(CommandSyntax syntax) {
        for (String word : syntax.fixedWords()) {
            if (operands.isEmpty() || !operands.remove(0).equals(word)) {
                throw new CommandUsageException("the line must begin with \"" + syntax.command() + "\"");
            }
        }
        if (operands.size() < syntax.required()) {
            throw new CommandUsageException("<" + syntax.operands().get(operands.size()) + "> is missing");
        }
        if (operands.size() > syntax.operands().size()) {
            throw new CommandUsageException(
                    "\"" + operands.get(syntax.operands().size())
                            + "\" is one word too many; put quotes around what belongs together");
        }
    }

    /** Returns the operand at the position, which the syntax requires. */
    public String operand(int position) {
        return operands.get(position);
    }

    /** Returns the operands as given. */
    public List<String> operands() {
        return List.copyOf(operands);
    }

    public Optional<String> optionalOperand(int position) {
        return position < operands.size() ? Optional.of(operands.get(position)) : Optional.empty();
    }

    public boolean has(String option) {
        return options.containsKey(option);
    }

    /** Returns the value of an option that may be given once. */
    public Optional<String> value(String option) {
        List<String> values = values(option);
        if (values.size() > 1) {
            throw new CommandUsageException(option + " occurs twice");
        }
        return values.stream().findFirst();
    }

    /** Returns all values of an option that may be repeated. */
    public List<String> values(String option) {
        return options.getOrDefault(option, List.of());
    }

    /** Returns a whole number in a range; empty when the option is missing. */
    public OptionalLong number(String option, long least, long most) {
        Optional<String> value = value(option);
        if (value.isEmpty()) {
            return OptionalLong.empty();
        }
        String text = value.get();
        if (text.matches("\\d{1,18}")) {
            long number = Long.parseLong(text);
            if (number >= least && number <= most) {
                return OptionalLong.of(number);
            }
        }
        throw new CommandUsageException(option + " takes a whole number from " + least + " to " + most);
    }

    public boolean json() {
        return has("--json");
    }
}
