// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
/** Backups in object storage that speaks the protocol of S3. */
package io.lynchet.backup.s3;
