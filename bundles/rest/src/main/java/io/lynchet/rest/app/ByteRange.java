// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.rest.app;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A range of a file.
 *
 * @param from first byte, from 0
 * @param to last byte, included
 */
record ByteRange(long from, long to) {
    private static final Pattern ONE = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})");

    /**
     * Parses the range in a header. Empty for what a server may ignore: other units, several ranges, malformed ones.
     * Fails with {@code RANGE_NOT_SATISFIABLE} when it lies outside the file.
     */
    static Optional<ByteRange> parse(String header, long length) {
        Matcher matcher = ONE.matcher(header.trim());
        if (!matcher.matches()
                || (matcher.group(1).isEmpty() && matcher.group(2).isEmpty())) {
            return Optional.empty();
        }
        long from;
        long to = length - 1;
        if (matcher.group(1).isEmpty()) {
            long last = Long.parseLong(matcher.group(2));
            from = last == 0 ? length : Math.max(0, length - last);
        } else {
            from = Long.parseLong(matcher.group(1));
            if (!matcher.group(2).isEmpty()) {
                long given = Long.parseLong(matcher.group(2));
                if (given < from) {
                    return Optional.empty();
                }
                to = Math.min(to, given);
            }
        }
        if (from >= length) {
            throw new LynchetException(
                    ErrorCode.RANGE_NOT_SATISFIABLE, "The file has " + length + " bytes; the range lies outside it.");
        }
        return Optional.of(new ByteRange(from, to));
    }

    long length() {
        return to - from + 1;
    }
}
