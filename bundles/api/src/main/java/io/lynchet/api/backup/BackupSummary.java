// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.backup;

import java.time.Instant;
import java.util.Optional;

/**
 * A backup.
 *
 * @param name unique at its location
 * @param at the instant of the data; no change in it is younger
 * @param epoch the epoch of the data
 * @param seq the seq of the newest change in it
 * @param archivedTo the seq up to which this location continues the log, so that every position from {@code seq} to it
 *     can be restored
 * @param rows the number of rows
 * @param bytes the size of the stored backup, without the log
 * @param verified the outcome of the last verification, empty before the first
 */
public record BackupSummary(
        String name,
        Instant at,
        long epoch,
        long seq,
        long archivedTo,
        long rows,
        long bytes,
        Optional<Verified> verified) {
    /** The outcome of a verification. */
    public record Verified(Instant at, boolean good) {}
}
