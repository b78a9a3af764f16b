// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.http;

import java.util.regex.Pattern;

/**
 * A path as the access log has it. A segment that is longer than an id made here may be a secret, such as the token of an invitation, wherever it
 * is: only its beginning is shown. So that holds for paths of bundles, too, and for those that nobody answers.
 */
final class LoggedPath {
    private static final int CHARS_MAX = 200;
    private static final Pattern LONG_SEGMENT = Pattern.compile("(?<=/)([^/]{6})[^/]{35,}");

    private LoggedPath() {}

    static String of(String path) {
        // Before it is cut, since a cut would make a secret look short.
        String shown = LONG_SEGMENT.matcher(path).replaceAll("$1...");
        return shown.length() <= CHARS_MAX ? shown : shown.substring(0, CHARS_MAX) + "...";
    }
}
