// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.shell.cli;

import java.util.ArrayList;
import java.util.List;

/** The output of {@code --help}. */
public final class HelpText {
    private static final int INDENT = 2;

    private HelpText() {}

    public static List<String> of(Command command) {
        CommandSyntax syntax = command.syntax();
        List<String> lines = new ArrayList<>();
        lines.add(command.summary() + ".");
        lines.add("");
        lines.add("Usage: " + syntax.usage());
        if (!syntax.options().isEmpty()) {
            lines.add("");
            int width = syntax.options().stream()
                    .mapToInt(o -> o.shown().length())
                    .max()
                    .orElse(0);
            for (CommandSyntax.Option option : syntax.options()) {
                lines.add(" ".repeat(INDENT)
                        + TerminalText.padded(option.shown(), width + INDENT, false)
                        + option.meaning());
            }
        }
        if (!command.guide().isBlank()) {
            lines.add("");
            command.guide().stripTrailing().lines().forEach(lines::add);
        }
        return lines;
    }
}
