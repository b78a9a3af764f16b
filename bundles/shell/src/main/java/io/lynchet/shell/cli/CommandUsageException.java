// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.shell.cli;

/** The exception for a line that its command does not understand. The message is one sentence. */
public final class CommandUsageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public CommandUsageException(String message) {
        super(message, null, false, false);
    }
}
