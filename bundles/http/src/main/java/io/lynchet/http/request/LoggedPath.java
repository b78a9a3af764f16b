// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.http.request;

import java.util.regex.Pattern;

/**
 * A path in the access log. A segment that is longer than an id made here may be a secret, such as the token of an
 * invitation. So only its beginning is shown, in every path: also in those of bundles, and in those without a route.
 */
public final class LoggedPath {
    private static final int CHARS_MAX = 200;
    private static final Pattern LONG_SEGMENT = Pattern.compile("(?<=/)([^/]{6})[^/]{35,}");

    private LoggedPath() {}

    public static String of(String path) {
        // Before the path is shortened, which would make a secret look short.
        String shown = LONG_SEGMENT.matcher(path).replaceAll("$1...");
        return shown.length() <= CHARS_MAX ? shown : shown.substring(0, CHARS_MAX) + "...";
    }
}
