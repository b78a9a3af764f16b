// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.shell.cli;

/**
 * The exception of a command that did its work with a negative result, such as a refused reload. The message is one
 * sentence.
 */
public final class CommandFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public CommandFailedException(String message) {
        super(message, null, false, false);
    }
}
