// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.launcher;

/**
 * An option of a command.
 *
 * @param name with its dashes
 * @param takesValue whether a value follows, as the next word or after {@code =}
 */
record Option(String name, boolean takesValue) {
    static Option flag(String name) {
        return new Option(name, false);
    }

    static Option value(String name) {
        return new Option(name, true);
    }
}
