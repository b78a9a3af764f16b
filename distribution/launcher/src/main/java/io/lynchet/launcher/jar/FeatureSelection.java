// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.launcher.jar;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The key {@code features} as text: names, or names with a sign that change the default ones. */
public final class FeatureSelection {
    private FeatureSelection() {}

    /**
     * Returns the selection with one feature more or less.
     *
     * @param before names separated by commas; empty for the default ones
     * @param sign {@code +} to add it, {@code -} to remove it
     * @param opposite the other sign
     */
    public static String changed(String before, String name, String sign, String opposite) {
        List<String> names = Arrays.stream(before.split(","))
                .map(String::strip)
                .filter(one -> !one.isEmpty())
                .toList();
        boolean signed = names.stream().allMatch(one -> one.startsWith("+") || one.startsWith("-"));
        Stream<String> others = names.stream()
                .filter(one -> !one.equals(name) && !one.equals(sign + name) && !one.equals(opposite + name));
        Stream<String> wish = signed ? Stream.of(sign + name) : sign.equals("+") ? Stream.of(name) : Stream.empty();
        return Stream.concat(others, wish).collect(Collectors.joining(","));
    }
}
