// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.backup;

import java.util.List;

/**
 * How a task ended.
 *
 * @param backup name of the backup; after a move, of the store that serves now
 * @param epoch of the data
 * @param seq which the data is at: of the newest change in it
 * @param rows how many
 * @param bytes of the backup, as it is stored; 0 after a move
 * @param problems why a backup that was tried is no good, in words; empty when all is well
 */
public record BackupReport(String backup, long epoch, long seq, long rows, long bytes, List<String> problems) {
    public BackupReport {
        problems = List.copyOf(problems);
    }
}
