// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.testkit;

/** How often tests repeat what is random or racy: {@code -Dlynchet.rounds.scale=10} makes it ten times as often. */
public final class Rounds {
    /** System property, a decimal number; 1 when absent. */
    public static final String SCALE = "lynchet.rounds.scale";

    private Rounds() {}

    /** So many rounds at scale 1; never less than one. */
    public static int of(int rounds) {
        return (int) Math.max(1, Math.round(rounds * Double.parseDouble(System.getProperty(SCALE, "1"))));
    }
}
