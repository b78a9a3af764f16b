// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.rest.record;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.data.Mutation;
import io.lynchet.api.http.AnswerHeader;
import io.lynchet.api.http.Request;

/**
 * The versions of rows as entity tags: a seq of the log in quotes. A read has the seq of the row's newest change, a
 * write its own seq. Both mean "as of this seq", so a condition may use either. A tag may come back weak, since
 * compressing proxies make it so.
 */
final class RowVersions {
    static final AnswerHeader TAG = AnswerHeader.always(
                    "ETag", "The version of the row, for If-Match and If-None-Match.")
            .of("""
                    {"type":"string","pattern":"^\\"[0-9]+(-gzip)?\\"$"}""");

    private static final String WEAK = "W/";
    private static final int DIGITS_MAX = 18;

    private RowVersions() {}

    static String tag(long seq) {
        return '"' + Long.toString(seq) + '"';
    }

    /** Returns the seq that the client saw last, from {@code If-Match: "17"}, or {@link Mutation#ANY} without one. */
    static long unchangedSince(Request request) {
        String match = request.header("If-Match");
        if (match == null || match.equals("*")) {
            return Mutation.ANY;
        }
        long seq = seq(match);
        if (seq < 0) {
            throw new LynchetException(
                    ErrorCode.BAD_REQUEST, "If-Match must be one seq in quotes, like the ETag of a row.");
        }
        return seq;
    }

    /** Returns whether {@code If-None-Match} names this very version; tags of another form are ignored. */
    static boolean isKnown(Request request, long seq) {
        String match = request.header("If-None-Match");
        if (match == null) {
            return false;
        }
        for (String one : match.split(",")) {
            String tag = one.trim();
            if (tag.equals("*") || seq(tag) == seq) {
                return true;
            }
        }
        return false;
    }

    /** Returns the seq of one tag, or -1. */
    private static long seq(String tag) {
        String strong = tag.startsWith(WEAK) ? tag.substring(WEAK.length()) : tag;
        int digits = strong.length() - 2;
        if (digits < 1 || digits > DIGITS_MAX || strong.charAt(0) != '"' || !strong.endsWith("\"")) {
            return -1;
        }
        String number = strong.substring(1, strong.length() - 1);
        return number.chars().allMatch(c -> c >= '0' && c <= '9') ? Long.parseLong(number) : -1;
    }
}
