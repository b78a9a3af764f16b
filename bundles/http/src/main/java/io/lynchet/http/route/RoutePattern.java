// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.http.route;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A parsed pattern of a route.
 *
 * @param shape the pattern without the names of its parameters, so that {@code /a/{x}} and {@code /a/{y}} are equal
 * @param segments the fixed text of each segment, or {@code {}} for a parameter, {@code {...}} for the rest
 * @param names of the parameters in order
 */
record RoutePattern(String shape, List<String> segments, List<String> names) {
    static final String PARAMETER = "{}";
    static final String REST = "{...}";

    private static final Pattern BRACES = Pattern.compile("\\{([A-Za-z][A-Za-z0-9_]*)(\\.\\.\\.)?}");
    private static final Pattern FIXED = Pattern.compile("[A-Za-z0-9._~@-]*");

    /** Parses a pattern. Throws {@link IllegalArgumentException}, which tells the error in the pattern. */
    static RoutePattern parse(String pattern) {
        if (!pattern.startsWith("/")) {
            throw new IllegalArgumentException("the pattern " + pattern + " does not begin with a slash");
        }
        List<String> segments = new ArrayList<>();
        List<String> names = new ArrayList<>();
        String[] parts = pattern.substring(1).split("/", -1);
        for (int i = 0; i < parts.length; i++) {
            Matcher braces = BRACES.matcher(parts[i]);
            if (braces.matches()) {
                boolean rest = braces.group(2) != null;
                if (rest && i < parts.length - 1) {
                    throw new IllegalArgumentException("the rest is not the last segment of " + pattern);
                }
                if (names.contains(braces.group(1))) {
                    throw new IllegalArgumentException(pattern + " names " + braces.group(1) + " twice");
                }
                names.add(braces.group(1));
                segments.add(rest ? REST : PARAMETER);
            } else if (FIXED.matcher(parts[i]).matches()) {
                segments.add(parts[i]);
            } else {
                throw new IllegalArgumentException("the segment " + parts[i] + " of " + pattern + " is malformed");
            }
        }
        return new RoutePattern("/" + String.join("/", segments), List.copyOf(segments), List.copyOf(names));
    }
}
