// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.launcher;

/**
 * Why a command ends early, in words for the person at the terminal: what is wrong, and what to do next.
 *
 * <p>It never reaches a user of the HTTP interface; the embedding door turns it into a
 * {@link io.lynchet.api.LynchetException}.
 */
final class Refusal extends RuntimeException {
    private final int exitCode;

    private Refusal(int exitCode, String message, Throwable cause) {
        super(message, cause);
        this.exitCode = exitCode;
    }

    static Refusal error(String message) {
        return new Refusal(ExitCode.ERROR, message, null);
    }

    static Refusal error(String message, Throwable cause) {
        return new Refusal(ExitCode.ERROR, message, cause);
    }

    static Refusal usage(String message) {
        return new Refusal(ExitCode.USAGE, message, null);
    }

    static Refusal inUse(String message) {
        return new Refusal(ExitCode.UNAVAILABLE, message, null);
    }

    int exitCode() {
        return exitCode;
    }
}
