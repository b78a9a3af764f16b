// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.launcher.cli;

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
 * <p>Written by hand: picocli takes 190 ms of a cold start, whose whole budget is 1,200 ms.
 */
public final class CommandLine {
    private final Map<String, List<String>> options = new TreeMap<>();
    private final List<String> operands = new ArrayList<>();
    private final String command;
    private final Map<String, CommandOption> known;

    private CommandLine(String command, List<CommandOption> known) {
        this.command = command;
        this.known = known.stream()
                .collect(Collectors.toMap(
                        CommandOption::name, Function.identity(), (first, second) -> first, TreeMap::new));
    }

    /**
     * Sorts the words.
     *
     * @param rest whether everything from the first operand on belongs to the operands, options included
     * @throws Refusal for an unknown option, a missing or a superfluous value
     */
    public static CommandLine parse(String command, List<CommandOption> known, boolean rest, List<String> words) {
        CommandLine arguments = new CommandLine(command, known);
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

    /** Takes an option and returns the number of its words. */
    private int option(String word, String next) {
        int equals = word.indexOf('=');
        String name = equals < 0 ? word : word.substring(0, equals);
        CommandOption option = known.get(name.equals("-h") ? "--help" : name);
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

    public boolean has(String option) {
        return options.containsKey(option);
    }

    /** Returns the last value of an option, or null. */
    public String value(String option) {
        List<String> values = options.get(option);
        return values == null ? null : values.get(values.size() - 1);
    }

    /** Returns all values of an option in their order. */
    public List<String> values(String option) {
        return options.getOrDefault(option, List.of());
    }

    public List<String> operands() {
        return operands;
    }

    /** Returns the only operand. Throws a usage error when there is none, or more than one. */
    public String operand(String what) {
        if (operands.isEmpty()) {
            throw Refusal.usage(command + " needs " + what + "." + seeHelp());
        }
        if (operands.size() > 1) {
            throw Refusal.usage("unexpected argument " + operands.get(1) + "." + seeHelp());
        }
        return operands.get(0);
    }
}
