// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.backup;

/**
 * The progress of a task.
 *
 * @param step the current step, in words
 * @param done the finished part of {@code total}
 * @param total the rows, changes and remembered results of this step, 0 while unknown; an estimate, so {@code done} may
 *     end at another number
 */
public record BackupProgress(String step, long done, long total) {}
