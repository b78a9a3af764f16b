// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.itests.bench.load;

/**
 * Requests at fixed moments, whatever the server does. A request that had to wait for a free connection keeps its
 * intended moment, and its latency counts from there: a stalled server is charged with every request that it kept from
 * starting ("coordinated omission" would leave them out).
 */
final class FixedRatePacer implements Pacer {

    private final Window window;
    private final double nanosBetween;
    private final double offset;
    private long taken;

    /** The phase, 0 to 1, moves the moments of one thread between those of the others. */
    FixedRatePacer(Window window, double ratePerSecond, double phase) {
        this.window = window;
        this.nanosBetween = 1e9 / ratePerSecond;
        this.offset = phase * nanosBetween;
    }

    private long moment(long index) {
        return window.start() + (long) (offset + index * nanosBetween);
    }

    @Override
    public long take(long now) {
        long moment = moment(taken);
        if (moment > now || moment >= window.end()) {
            return NONE;
        }
        taken++;
        return moment;
    }

    @Override
    public long dueIn(long now) {
        long moment = moment(taken);
        return moment >= window.end() ? Long.MAX_VALUE : Math.max(0, moment - now);
    }

    @Override
    public long backlog(long now) {
        double until = Math.min(now, window.end()) - window.start() - offset;
        long due = until < 0 ? 0 : (long) Math.ceil(until / nanosBetween);
        return Math.max(0, due - taken);
    }
}
