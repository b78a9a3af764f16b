// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.launcher;

import io.lynchet.api.ErrorCode;

/**
 * Why a command ends early, in words for the person at the terminal: what is wrong, and what to do next.
 *
 * <p>It never reaches a user of the HTTP interface; the embedding door turns it into a
 * {@link io.lynchet.api.LynchetException}.
 */
final class Refusal extends RuntimeException {
    private final int exitCode;
    private final ErrorCode errorCode;

    private Refusal(int exitCode, ErrorCode errorCode, String message, Throwable cause) {
        super(message, cause);
        this.exitCode = exitCode;
        this.errorCode = errorCode;
    }

    static Refusal error(String message) {
        return new Refusal(ExitCode.ERROR, ErrorCode.UNAVAILABLE, message, null);
    }

    static Refusal error(String message, Throwable cause) {
        return new Refusal(ExitCode.ERROR, ErrorCode.UNAVAILABLE, message, cause);
    }

    static Refusal usage(String message) {
        return new Refusal(ExitCode.USAGE, ErrorCode.CONFIGURATION_INVALID, message, null);
    }

    static Refusal inUse(String message) {
        return new Refusal(ExitCode.UNAVAILABLE, ErrorCode.UNAVAILABLE, message, null);
    }

    static Refusal manifest(String message) {
        return new Refusal(ExitCode.ERROR, ErrorCode.MANIFEST_INVALID, message, null);
    }

    /** What the embedding door makes of it. */
    ErrorCode errorCode() {
        return errorCode;
    }

    int exitCode() {
        return exitCode;
    }
}
