// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.sync.event;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.Problem;
import java.time.Instant;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The rights and the log of a client's cursor: {@code <epoch>.<hash>}. The time in milliseconds follows when the rights
 * depend on it, and {@code -<seq>} right after a snapshot.
 *
 * @param at null when the rights don't depend on the time
 * @param shown the seq up to which the client may have rows that the cursor does not cover, since pages of a snapshot
 *     are newer than its cursor; 0 for none
 */
public record ScopeToken(long epoch, String hash, Instant at, long shown) {
    private static final Pattern FORM =
            Pattern.compile("([0-9]{1,18})\\.([0-9a-f]{16})(?:\\.([0-9]{1,15}))?(?:-([0-9]{1,18}))?");

    /** Parses a token. Fails with {@code INVALID_PARAMETER} for a text that no server gives out. */
    public static ScopeToken of(String text) {
        Matcher parts = FORM.matcher(text);
        if (!parts.matches()) {
            throw LynchetException.invalid(List.of(new Problem(
                    "scope", ErrorCode.INVALID_PARAMETER, "scope must be the one that came with the cursor.")));
        }
        Instant at = parts.group(3) == null ? null : Instant.ofEpochMilli(Long.parseLong(parts.group(3)));
        long shown = parts.group(4) == null ? 0 : Long.parseLong(parts.group(4));
        return new ScopeToken(Long.parseLong(parts.group(1)), parts.group(2), at, shown);
    }

    /** Returns the token for a cursor of a client that may have rows as new as {@code upTo}. */
    public ScopeToken shown(long cursor, long upTo) {
        return new ScopeToken(epoch, hash, at, upTo > cursor ? upTo : 0);
    }

    /**
     * Returns the seq up to which a client may have rows that its cursor does not cover. A client that names no scope
     * may have any.
     */
    public static long shownTo(ScopeToken named) {
        return named == null ? Long.MAX_VALUE : named.shown;
    }

    @Override
    public String toString() {
        return epoch + "." + hash + (at == null ? "" : "." + at.toEpochMilli()) + (shown == 0 ? "" : "-" + shown);
    }
}
