// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.testkit;

/** The repetitions of random or racy tests; {@code -Dlynchet.rounds.scale=10} runs ten times as many. */
public final class Rounds {
    /** The system property, a decimal number; 1 when absent. */
    public static final String SCALE = "lynchet.rounds.scale";

    private Rounds() {}

    /** Returns the scaled number of rounds, at least one. */
    public static int of(int rounds) {
        return (int) Math.max(1, Math.round(rounds * Double.parseDouble(System.getProperty(SCALE, "1"))));
    }
}
