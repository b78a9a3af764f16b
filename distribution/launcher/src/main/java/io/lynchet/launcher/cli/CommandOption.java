// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.launcher.cli;

/**
 * An option of a command.
 *
 * @param name with its dashes
 * @param takesValue whether a value follows, as the next word or after {@code =}
 */
public record CommandOption(String name, boolean takesValue) {
    public static CommandOption flag(String name) {
        return new CommandOption(name, false);
    }

    public static CommandOption value(String name) {
        return new CommandOption(name, true);
    }
}
