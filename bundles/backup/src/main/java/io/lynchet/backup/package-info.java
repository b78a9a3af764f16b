// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
/** Backups: taken from the serving store, verified, restored, and continued by the log of changes. */
package io.lynchet.backup;
