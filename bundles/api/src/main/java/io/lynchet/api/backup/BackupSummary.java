// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.backup;

import java.time.Instant;
import java.util.Optional;

/**
 * A backup.
 *
 * @param name unique at its place
 * @param at when the data were like that; no change in it is younger
 * @param epoch of the data
 * @param seq of the newest change in it
 * @param archivedTo up to which seq the log goes on from it at this place, so that every position from {@code seq} to here can be restored
 * @param rows how many
 * @param bytes as they are stored, without the log
 * @param verified how the last try went, empty before the first
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
    /** How a try went. */
    public record Verified(Instant at, boolean good) {}
}
