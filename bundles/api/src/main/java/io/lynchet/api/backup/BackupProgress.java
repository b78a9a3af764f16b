// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.backup;

/**
 * How far a task is.
 *
 * @param step what it is doing, in words
 * @param done of {@code total}
 * @param total rows, changes and answers of this step, 0 while nobody knows; an estimate, so {@code done} may end elsewhere
 */
public record BackupProgress(String step, long done, long total) {}
