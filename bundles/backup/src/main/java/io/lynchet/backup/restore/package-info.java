// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
/** Restores, moves and verifications: the plan of a restore, its data folder, and the restore in place. */
package io.lynchet.backup.restore;
