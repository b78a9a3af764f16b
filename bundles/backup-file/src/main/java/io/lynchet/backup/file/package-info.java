// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
/** The target that keeps backups in a folder. */
package io.lynchet.backup.file;
