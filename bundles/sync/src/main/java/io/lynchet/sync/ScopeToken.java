// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.sync;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.Problem;
import java.time.Instant;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Under which rights, and from which log, a client has what it has: {@code <epoch>.<hash>}, with the time behind it in milliseconds when the
 * rights depend on it, and, right after a snapshot, {@code -<seq>}.
 *
 * @param at null when the rights don't depend on the time
 * @param shown up to which seq the client may have rows that the cursor does not tell of, since pages of a snapshot are newer than its cursor; 0 for none
 */
record ScopeToken(long epoch, String hash, Instant at, long shown) {
    private static final Pattern FORM =
            Pattern.compile("([0-9]{1,18})\\.([0-9a-f]{16})(?:\\.([0-9]{1,15}))?(?:-([0-9]{1,18}))?");

    /** {@code INVALID_PARAMETER} for anything that no server of this kind has given out. */
    static ScopeToken of(String text) {
        Matcher parts = FORM.matcher(text);
        if (!parts.matches()) {
            throw LynchetException.invalid(List.of(new Problem(
                    "scope", ErrorCode.INVALID_PARAMETER, "scope has to be the one that came with the cursor.")));
        }
        Instant at = parts.group(3) == null ? null : Instant.ofEpochMilli(Long.parseLong(parts.group(3)));
        long shown = parts.group(4) == null ? 0 : Long.parseLong(parts.group(4));
        return new ScopeToken(Long.parseLong(parts.group(1)), parts.group(2), at, shown);
    }

    /** The same with a cursor at which rows are known that are as new as another seq. */
    ScopeToken shown(long cursor, long upTo) {
        return new ScopeToken(epoch, hash, at, upTo > cursor ? upTo : 0);
    }

    /** Up to which seq a client may have rows that its cursor does not tell of; who names no scope may have any. */
    static long shownTo(ScopeToken named) {
        return named == null ? Long.MAX_VALUE : named.shown;
    }

    @Override
    public String toString() {
        return epoch + "." + hash + (at == null ? "" : "." + at.toEpochMilli()) + (shown == 0 ? "" : "-" + shown);
    }
}
