// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.itests.bench.load;

import java.io.IOException;
import java.time.Duration;

/**
 * A load that a test holds while it does something to the server: replaces a bundle, swaps a provider, restarts a part.
 *
 * <pre>{@code
 * RequestDeck deck = RequestDeck.builder(target, null).get("get", "/api/entities/Todo?limit=1").inOrder();
 * try (SteadyLoad load = SteadyLoad.start(target, deck, LoadSpec.Shape.closedLoop(16))) {
 *     swapTheStore();
 *     load.stop().assertNoneFailed().assertLongestGapBelow(Duration.ofMillis(250));
 * }
 * }</pre>
 *
 * For acknowledged writes send inserts only and compare {@link Outcome#acknowledged()} with the rows that are there
 * afterwards. Used by one thread.
 */
public final class SteadyLoad implements AutoCloseable {

    private final LoadRun run;
    private Outcome outcome;

    private SteadyLoad(LoadRun run) {
        this.run = run;
    }

    /**
     * Starts at once, without warm-up, with 10 s as the time limit of one request.
     *
     * @throws IOException if the server can't be reached
     */
    public static SteadyLoad start(Target target, RequestDeck deck, LoadSpec.Shape shape) throws IOException {
        return start(target, deck, shape, () -> {});
    }

    /**
     * Starts, and calls {@code whenLate} once, when a request has waited for 5 s, so that a test can show what the
     * server does just then.
     *
     * @throws IOException if the server can't be reached
     */
    public static SteadyLoad start(Target target, RequestDeck deck, LoadSpec.Shape shape, Runnable whenLate)
            throws IOException {
        LoadSpec.Timing timing = new LoadSpec.Timing(Duration.ZERO, LoadRun.openEnd(), Duration.ofSeconds(10));
        return new SteadyLoad(LoadRun.start(new LoadSpec(target, shape, timing), deck, whenLate));
    }

    /** Stops sending, waits for the answers still out and tells what happened. Further calls return the same. */
    public Outcome stop() throws InterruptedException {
        if (outcome == null) {
            run.stop();
            outcome = new Outcome(run.await());
        }
        return outcome;
    }

    /** Stops the load if {@link #stop()} was not called; asserts nothing. */
    @Override
    public void close() throws InterruptedException {
        stop();
    }

    /** What came of the load, with assertions that say what was seen when they fail. */
    public record Outcome(LoadResult result) {

        /** Answers with 2xx: with inserts only, the number of rows that the server must have. */
        public long acknowledged() {
            return result.answered();
        }

        /** Every request was answered with 2xx, and there was at least one. */
        public Outcome assertNoneFailed() {
            if (result.failed() > 0 || result.answered() == 0) {
                throw new AssertionError("expected no failed request: " + result.describe());
            }
            return this;
        }

        /** No silence as long as this, seen from all connections together. */
        public Outcome assertLongestGapBelow(Duration limit) {
            if (result.longestGapMillis() >= limit.toNanos() / 1e6) {
                throw new AssertionError("expected no gap of " + limit.toMillis() + " ms: " + result.describe());
            }
            return this;
        }
    }
}
