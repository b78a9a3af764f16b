// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.testkit;

import java.util.Random;

/**
 * The runner of random tests, which makes failures repeatable. Each round has a seed of its own. A failure names it,
 * and {@code -Dlynchet.seed=<seed>} repeats it.
 */
public final class Seeds {
    /** The system property with the only seed to run. */
    public static final String SEED = "lynchet.seed";

    private Seeds() {}

    /** One round of a random test. */
    @FunctionalInterface
    public interface Round {
        void run(Random random) throws Exception;
    }

    /** Runs the rounds, scaled by {@link Rounds}, or the one round of the given seed. */
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
