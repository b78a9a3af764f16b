// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.backup;

import java.util.List;
import java.util.OptionalLong;

/**
 * How a task ended.
 *
 * @param backup name of the backup; after a move, of the store that serves now
 * @param epoch of the data
 * @param seq which the data is at: of the newest change in it
 * @param rows how many
 * @param bytes of the backup, as it is stored; 0 after a move
 * @param problems why a backup that was tried is no good, in words; empty when all is well
 * @param restoredTo position of the archived log that was reached by a restore, which is the end of a commit: the one asked for, or the end of the commit
 *     before when that is inside one; empty for other tasks
 */
public record BackupReport(
        String backup, long epoch, long seq, long rows, long bytes, List<String> problems, OptionalLong restoredTo) {
    public BackupReport {
        problems = List.copyOf(problems);
    }

    /** Of a task that is no restore. */
    public BackupReport(String backup, long epoch, long seq, long rows, long bytes, List<String> problems) {
        this(backup, epoch, seq, rows, bytes, problems, OptionalLong.empty());
    }
}
