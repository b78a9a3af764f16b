// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.launcher;

import io.lynchet.json.DidYouMean;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The words after a command's name, sorted into options and operands.
 *
 * <p>By hand, because picocli takes 190 ms of a cold start of which the whole budget is 1,200 ms.
 */
final class Arguments {
    private final Map<String, List<String>> options = new TreeMap<>();
    private final List<String> operands = new ArrayList<>();
    private final String command;
    private final Map<String, Option> known;

    private Arguments(String command, List<Option> known) {
        this.command = command;
        this.known = known.stream()
                .collect(Collectors.toMap(Option::name, Function.identity(), (first, second) -> first, TreeMap::new));
    }

    /**
     * Sorts the words.
     *
     * @param rest whether everything from the first operand on belongs to the operands, options included
     * @throws Refusal for an unknown option, a missing or a superfluous value
     */
    static Arguments parse(String command, List<Option> known, boolean rest, List<String> words) {
        Arguments arguments = new Arguments(command, known);
        int i = 0;
        while (i < words.size()) {
            String word = words.get(i);
            boolean operand = !word.startsWith("-") || word.equals("-");
            if (word.equals("--") || (operand && rest)) {
                arguments.operands.addAll(words.subList(operand ? i : i + 1, words.size()));
                return arguments;
            }
            if (operand) {
                arguments.operands.add(word);
                i++;
            } else {
                i += arguments.option(word, i + 1 < words.size() ? words.get(i + 1) : null);
            }
        }
        return arguments;
    }

    /** Takes an option and returns how many words it had. */
    private int option(String word, String next) {
        int equals = word.indexOf('=');
        String name = equals < 0 ? word : word.substring(0, equals);
        Option option = known.get(name.equals("-h") ? "--help" : name);
        if (option == null) {
            throw Refusal.usage("unknown option " + name + "." + DidYouMean.sentence(name, known.keySet()) + seeHelp());
        }
        List<String> values = options.computeIfAbsent(option.name(), any -> new ArrayList<>());
        if (!option.takesValue()) {
            if (equals >= 0) {
                throw Refusal.usage(name + " takes no value." + seeHelp());
            }
            values.add("");
            return 1;
        }
        String value = equals >= 0 ? word.substring(equals + 1) : next;
        if (value == null || (equals < 0 && value.startsWith("--"))) {
            throw Refusal.usage(name + " needs a value." + seeHelp());
        }
        values.add(value);
        return equals >= 0 ? 1 : 2;
    }

    private String seeHelp() {
        return "\n  See: lynchet " + command + " --help";
    }

    boolean has(String option) {
        return options.containsKey(option);
    }

    /** The value of an option given last, or null. */
    String value(String option) {
        List<String> values = options.get(option);
        return values == null ? null : values.get(values.size() - 1);
    }

    /** All values of an option in their order. */
    List<String> values(String option) {
        return options.getOrDefault(option, List.of());
    }

    List<String> operands() {
        return operands;
    }

    /** The only operand; a usage error when there is none, or another one. */
    String operand(String what) {
        if (operands.isEmpty()) {
            throw Refusal.usage(command + " needs " + what + "." + seeHelp());
        }
        if (operands.size() > 1) {
            throw Refusal.usage("unexpected argument " + operands.get(1) + "." + seeHelp());
        }
        return operands.get(0);
    }
}
