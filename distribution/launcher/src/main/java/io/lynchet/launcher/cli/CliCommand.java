// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.launcher.cli;

import java.util.List;

/** A command of the command line, {@code lynchet WORD ...}. Its help is {@code help/WORD.txt}. */
public interface CliCommand {
    /** Returns the command's own options; all commands have {@code --help}. */
    List<CommandOption> options();

    /** Returns whether the operands are a line with its own options. */
    default boolean takesLine() {
        return false;
    }

    /** Runs the command and returns the exit code. */
    int execute(CommandLine arguments, CliHost host) throws Exception;
}
