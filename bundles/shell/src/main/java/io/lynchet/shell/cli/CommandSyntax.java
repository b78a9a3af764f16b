// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.shell.cli;

import java.util.ArrayList;
import java.util.List;

/** The syntax of a command: operands by position, and options by name. Immutable once built by the chain of calls. */
public final class CommandSyntax {
    /**
     * An option.
     *
     * @param value the name of its value, such as {@code n}; null for a flag
     */
    public record Option(String name, String value, String meaning) {
        String shown() {
            return value == null ? name : name + " " + value;
        }
    }

    private final String command;
    private final List<String> operands = new ArrayList<>();
    private final List<Option> options = new ArrayList<>();
    private int required;

    private CommandSyntax(String command) {
        this.command = command;
    }

    /**
     * Returns a syntax without options.
     *
     * @param operands names in order; one in brackets, as in {@code [Entity]}, is optional, and so are all behind it
     */
    public static CommandSyntax of(String command, String... operands) {
        CommandSyntax syntax = new CommandSyntax(command);
        for (String operand : operands) {
            syntax.operands.add(operand);
            if (!operand.startsWith("[")) {
                syntax.required = syntax.operands.size();
            }
        }
        return syntax;
    }

    public CommandSyntax option(String name, String value, String meaning) {
        options.add(new Option(name, value, meaning));
        return this;
    }

    public CommandSyntax flag(String name, String meaning) {
        return option(name, null, meaning);
    }

    /** Adds the flag {@code --json}, which almost every command has. */
    public CommandSyntax json() {
        return flag("--json", "print JSON, one value a line, for scripts");
    }

    public String command() {
        return command;
    }

    public List<String> operands() {
        return List.copyOf(operands);
    }

    public List<Option> options() {
        return List.copyOf(options);
    }

    int required() {
        return required;
    }

    Option find(String name) {
        return options.stream().filter(o -> o.name().equals(name)).findFirst().orElse(null);
    }

    /** Returns the fixed words behind the command's name, as in {@code policy explain}, which the line must repeat. */
    List<String> fixedWords() {
        List<String> words = List.of(command.split(" "));
        return words.subList(1, words.size());
    }

    /** Returns a line such as {@code rows <Entity> [options]}. */
    public String usage() {
        StringBuilder text = new StringBuilder(command);
        for (String operand : operands) {
            text.append(
                    operand.startsWith("[")
                            ? " [<" + operand.substring(1, operand.length() - 1) + ">]"
                            : " <" + operand + ">");
        }
        return options.isEmpty() ? text.toString() : text.append(" [options]").toString();
    }
}
