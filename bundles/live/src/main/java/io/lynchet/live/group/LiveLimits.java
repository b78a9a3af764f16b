// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.live.group;

/**
 * The memory limits of live queries, in bytes as counted by {@link io.lynchet.api.row.Row#bytes}.
 *
 * @param resultBytesMax of all results together with running reads; a row in several results is counted once
 * @param callerBytesMax of the results of one caller, each counted whole
 * @param frameBytesMax of large frames that clients have not taken yet
 */
public record LiveLimits(long resultBytesMax, long callerBytesMax, long frameBytesMax) {
    /** The default limits as shares of the heap. */
    private static final int RESULTS_SHARE = 4;

    private static final int CALLER_SHARE = 16;
    private static final int FRAMES_SHARE = 16;

    /**
     * Returns the default limits.
     *
     * @param heapBytes the largest heap of the process
     */
    public static LiveLimits ofHeap(long heapBytes) {
        return new LiveLimits(heapBytes / RESULTS_SHARE, heapBytes / CALLER_SHARE, heapBytes / FRAMES_SHARE);
    }

    /** Returns the limits with the configured values; 0 keeps the default. */
    public LiveLimits with(long resultBytes, long callerBytes) {
        return new LiveLimits(
                resultBytes == 0 ? resultBytesMax : resultBytes,
                callerBytes == 0 ? callerBytesMax : callerBytes,
                frameBytesMax);
    }
}
