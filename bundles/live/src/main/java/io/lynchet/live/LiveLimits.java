// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.live;

/**
 * How much memory live queries may take, in bytes by {@link io.lynchet.api.row.Row#bytes}.
 *
 * @param resultBytesMax of all results together, a row that is in several of them counted once, with reads that are under way
 * @param callerBytesMax of the results of one caller, each counted whole
 * @param frameBytesMax of large frames that clients have not taken yet
 */
record LiveLimits(long resultBytesMax, long callerBytesMax, long frameBytesMax) {
    /** Shares of the heap, as long as nothing is configured. */
    private static final int RESULTS_SHARE = 4;

    private static final int CALLER_SHARE = 16;
    private static final int FRAMES_SHARE = 16;

    /** @param heapBytes largest heap of the process */
    static LiveLimits ofHeap(long heapBytes) {
        return new LiveLimits(heapBytes / RESULTS_SHARE, heapBytes / CALLER_SHARE, heapBytes / FRAMES_SHARE);
    }

    /** With what is configured, 0 for nothing. */
    LiveLimits with(long resultBytes, long callerBytes) {
        return new LiveLimits(
                resultBytes == 0 ? resultBytesMax : resultBytes,
                callerBytes == 0 ? callerBytesMax : callerBytes,
                frameBytesMax);
    }
}
