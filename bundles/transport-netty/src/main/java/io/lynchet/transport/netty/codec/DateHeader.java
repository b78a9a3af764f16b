// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.transport.netty.codec;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** The date header of responses as in RFC 9110 section 5.6.7, formatted once per second. */
public final class DateHeader {
    private static final DateTimeFormatter FORMAT = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private record Written(long second, String text) {}

    private volatile Written last = new Written(-1, "");

    public String now() {
        Instant now = Instant.now();
        Written written = last;
        if (written.second() != now.getEpochSecond()) {
            written = new Written(now.getEpochSecond(), FORMAT.format(now));
            last = written;
        }
        return written.text();
    }
}
