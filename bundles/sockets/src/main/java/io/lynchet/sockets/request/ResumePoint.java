// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.sockets.request;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;

/**
 * The cursor from which an event stream resumes: the id of the last event that the client got, {@code <seq>.<scope>}.
 *
 * @param scope the rights under which the events were made; never empty
 */
record ResumePoint(long seq, String scope) {
    private static final int SCOPE_CHARS_MAX = 200;

    /** Parses an event id. Fails with {@code INVALID_CURSOR} when it is not one of ours. */
    static ResumePoint of(String lastEventId) {
        int dot = lastEventId.indexOf('.');
        String scope = lastEventId.substring(dot + 1);
        if (dot < 1 || scope.isEmpty() || scope.length() > SCOPE_CHARS_MAX) {
            throw refusal();
        }
        long seq = number(lastEventId.substring(0, dot));
        if (seq < 0) {
            throw refusal();
        }
        return new ResumePoint(seq, scope);
    }

    private static LynchetException refusal() {
        return new LynchetException(
                ErrorCode.INVALID_CURSOR, "Last-Event-ID is not the id of an event of this server, <seq>.<scope>.");
    }

    /** Returns the value of decimal digits, or -1 for anything else. */
    static long number(String digits) {
        boolean plain = !digits.isEmpty() && digits.chars().allMatch(c -> c >= '0' && c <= '9');
        try {
            return plain ? Long.parseLong(digits) : -1;
        } catch (NumberFormatException e) {
            return -1;
        }
    }
}
