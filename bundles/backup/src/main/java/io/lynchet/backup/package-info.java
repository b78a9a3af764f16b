// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
/** Backups: taken from the store that serves, tried, restored, and kept up by the log of changes. */
package io.lynchet.backup;
