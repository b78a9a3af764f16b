// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
/** Tasks that run for long: one at a time, scheduled or requested, with their progress. */
package io.lynchet.backup.task;
