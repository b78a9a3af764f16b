// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.launcher.cli;

import io.lynchet.api.ErrorCode;

/**
 * The early end of a command, in words for the person at the terminal: what is wrong, and what to do next.
 *
 * <p>It never reaches a client over HTTP; {@link io.lynchet.launcher.Lynchet} turns it into a
 * {@link io.lynchet.api.LynchetException}.
 */
public final class Refusal extends RuntimeException {
    private final int exitCode;
    private final ErrorCode errorCode;

    private Refusal(int exitCode, ErrorCode errorCode, String message, Throwable cause) {
        super(message, cause);
        this.exitCode = exitCode;
        this.errorCode = errorCode;
    }

    public static Refusal error(String message) {
        return new Refusal(ExitCode.ERROR, ErrorCode.UNAVAILABLE, message, null);
    }

    public static Refusal error(String message, Throwable cause) {
        return new Refusal(ExitCode.ERROR, ErrorCode.UNAVAILABLE, message, cause);
    }

    public static Refusal usage(String message) {
        return new Refusal(ExitCode.USAGE, ErrorCode.CONFIGURATION_INVALID, message, null);
    }

    public static Refusal inUse(String message) {
        return new Refusal(ExitCode.UNAVAILABLE, ErrorCode.UNAVAILABLE, message, null);
    }

    public static Refusal manifest(String message) {
        return new Refusal(ExitCode.ERROR, ErrorCode.MANIFEST_INVALID, message, null);
    }

    /** Returns the code of the {@link io.lynchet.api.LynchetException} for an embedding program. */
    public ErrorCode errorCode() {
        return errorCode;
    }

    public int exitCode() {
        return exitCode;
    }
}
