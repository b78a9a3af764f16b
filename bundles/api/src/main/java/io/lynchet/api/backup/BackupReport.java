// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.backup;

import java.util.List;
import java.util.OptionalLong;

/**
 * The outcome of a task.
 *
 * @param backup the name of the backup; after a move, of the store that serves now
 * @param epoch the epoch of the data
 * @param seq the seq of the newest change in the data
 * @param rows the number of rows
 * @param bytes the size of the stored backup; 0 after a move
 * @param problems the problems of a verified backup, in words; empty when it is good
 * @param restoredTo the seq in the archived log that a restore reached, which is the end of a commit. When the
 *     requested seq is inside a commit, that is the end of the commit before. Empty for other tasks
 */
public record BackupReport(
        String backup, long epoch, long seq, long rows, long bytes, List<String> problems, OptionalLong restoredTo) {
    public BackupReport {
        problems = List.copyOf(problems);
    }

    /** Creates the outcome of a task that is no restore. */
    public BackupReport(String backup, long epoch, long seq, long rows, long bytes, List<String> problems) {
        this(backup, epoch, seq, rows, bytes, problems, OptionalLong.empty());
    }
}
