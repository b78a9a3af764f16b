// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.launcher;

import java.util.List;

/** One word of the command line, {@code lynchet WORD ...}. Its help is {@code help/WORD.txt}. */
interface Command {
    /** Its own options; {@code --help} is understood by all. */
    List<Option> options();

    /** Whether its operands are a line of their own, with their own options. */
    default boolean takesLine() {
        return false;
    }

    /** Does it, and returns the exit code. */
    int execute(Arguments arguments, Host host) throws Exception;
}
