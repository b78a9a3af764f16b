// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
/** Backups in a folder. */
package io.lynchet.backup.file;
