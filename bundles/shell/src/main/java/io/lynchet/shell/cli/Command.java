// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.shell.cli;

/** One command of the shell. Stateless and thread-safe. */
public interface Command {
    /** Returns the name, in scope {@code lynchet}. */
    String name();

    /** Returns one line for the list of commands, at most 56 characters. */
    String summary();

    /** Returns the operands and options. */
    CommandSyntax syntax();

    /** Returns the part of {@code --help} below the options: what to expect, and examples. */
    String guide();

    /**
     * Runs the command. Blocks until it has ended.
     *
     * @throws CommandUsageException when the arguments make no sense together
     * @throws CommandFailedException when the command ran and printed its output, and its result is negative
     * @throws InterruptedException when the client has gone; the command just stops
     */
    void run(Arguments arguments, Output out, ShellServices services) throws InterruptedException;
}
