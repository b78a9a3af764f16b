// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api;

import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;

/**
 * The one exception of Lynchet's contracts.
 *
 * <p>Callers see the message unchanged, so it never contains policy expressions, SQL, file paths of the server or rows
 * that the caller may not read. Information for the log only goes into the cause. Client errors (status below 500) have
 * no stack traces: they are ordinary results, and hostile input must not make them expensive.
 */
public class LynchetException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ErrorCode code;
    private final transient List<Problem> problems;
    private final int retryAfterSeconds;

    public LynchetException(ErrorCode code, String message) {
        this(code, message, List.of(), null);
    }

    public LynchetException(ErrorCode code, String message, Throwable cause) {
        this(code, message, List.of(), cause);
    }

    public LynchetException(ErrorCode code, String message, List<Problem> problems) {
        this(code, message, problems, null);
    }

    public LynchetException(ErrorCode code, String message, List<Problem> problems, Throwable cause) {
        this(code, message, problems, cause, -1);
    }

    private LynchetException(
            ErrorCode code, String message, List<Problem> problems, Throwable cause, int retryAfterSeconds) {
        super(message, cause, true, code.status() >= 500);
        this.code = Objects.requireNonNull(code);
        this.problems = List.copyOf(problems);
        this.retryAfterSeconds = retryAfterSeconds;
    }

    /** Returns an {@code INVALID_DATA} error, or the error of the only problem when there is just one. */
    public static LynchetException invalid(List<Problem> problems) {
        if (problems.size() == 1) {
            Problem only = problems.get(0);
            return new LynchetException(only.code(), only.message(), problems);
        }
        return new LynchetException(ErrorCode.INVALID_DATA, problems.size() + " problems; see details", problems);
    }

    /** Returns an error that a caller may retry after the given time. */
    public static LynchetException retryable(ErrorCode code, String message, int retryAfterSeconds) {
        return retryable(code, message, retryAfterSeconds, null);
    }

    /** Returns an error that a caller may retry after the given time, with its cause. */
    public static LynchetException retryable(ErrorCode code, String message, int retryAfterSeconds, Throwable cause) {
        return new LynchetException(code, message, List.of(), cause, retryAfterSeconds);
    }

    public ErrorCode code() {
        return code;
    }

    /** Returns every single problem, in the order of the input; empty when the message is complete. */
    public List<Problem> problems() {
        return problems == null ? List.of() : problems;
    }

    /** Returns the seconds after which a retry makes sense; empty when none was given. */
    public OptionalInt retryAfterSeconds() {
        return retryAfterSeconds < 0 ? OptionalInt.empty() : OptionalInt.of(retryAfterSeconds);
    }
}
