// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.shell.cli;

/** One command of the shell. Stateless; called by several threads. */
public interface Command {
    /** What people type, in scope {@code lynchet}. */
    String name();

    /** One line for the list of commands, at most 56 characters. */
    String summary();

    /** What it takes. */
    Syntax syntax();

    /** What {@code --help} tells below the options: what to expect, and examples. */
    String guide();

    /**
     * Does it. Blocks as long as it takes.
     *
     * @throws UsageException when the arguments make no sense together
     * @throws CommandFailure when it ran, printed what there is to see, and the answer is no
     * @throws InterruptedException when the client went away; the command just stops
     */
    void run(Arguments arguments, Output out, Services services) throws InterruptedException;
}
