// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.shell.cli;

import java.util.ArrayList;
import java.util.List;

/** What a command takes: operands by position, and options by name. Immutable once built by the chain of calls. */
public final class Syntax {
    /** @param value what follows the name, such as {@code n}; null for a flag */
    public record Option(String name, String value, String meaning) {
        String shown() {
            return value == null ? name : name + " " + value;
        }
    }

    private final String command;
    private final List<String> operands = new ArrayList<>();
    private final List<Option> options = new ArrayList<>();
    private int required;

    private Syntax(String command) {
        this.command = command;
    }

    /** @param operands names in order; one in brackets, as in {@code [Entity]}, may be left out, and so may all behind it */
    public static Syntax of(String command, String... operands) {
        Syntax syntax = new Syntax(command);
        for (String operand : operands) {
            syntax.operands.add(operand);
            if (!operand.startsWith("[")) {
                syntax.required = syntax.operands.size();
            }
        }
        return syntax;
    }

    public Syntax option(String name, String value, String meaning) {
        options.add(new Option(name, value, meaning));
        return this;
    }

    public Syntax flag(String name, String meaning) {
        return option(name, null, meaning);
    }

    /** The flag {@code --json}, which almost every command has. */
    public Syntax json() {
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

    /** The words of the command behind its name, as in {@code policy explain}, which the line must repeat. */
    List<String> fixedWords() {
        List<String> words = List.of(command.split(" "));
        return words.subList(1, words.size());
    }

    /** Such as {@code rows <Entity> [options]}. */
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
