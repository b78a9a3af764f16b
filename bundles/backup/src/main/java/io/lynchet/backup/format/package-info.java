// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
/** The format of a backup: its manifest, its sections of content and log, and how each is written, read and hashed. */
package io.lynchet.backup.format;
