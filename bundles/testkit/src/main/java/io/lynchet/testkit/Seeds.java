// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.testkit;

import java.util.Random;

/**
 * Runs random tests so that a failure can be had again: each round has a seed of its own, which a failure names and
 * {@code -Dlynchet.seed=<seed>} repeats.
 */
public final class Seeds {
    /** System property: the only seed to run. */
    public static final String SEED = "lynchet.seed";

    private Seeds() {}

    /** One round of a random test. */
    @FunctionalInterface
    public interface Round {
        void run(Random random) throws Exception;
    }

    /** Runs so many rounds, scaled by {@link Rounds}, or the one round of the given seed. */
    public static void forEach(int rounds, Round round) {
        String given = System.getProperty(SEED);
        if (given != null) {
            run(Long.parseLong(given), round);
            return;
        }
        Random seeds = new Random();
        int scaled = Rounds.of(rounds);
        for (int i = 0; i < scaled; i++) {
            run(seeds.nextLong(), round);
        }
    }

    private static void run(long seed, Round round) {
        try {
            round.run(new Random(seed));
        } catch (Exception | AssertionError e) {
            throw new AssertionError("with -D" + SEED + "=" + seed + ": " + e.getMessage(), e);
        }
    }
}
