// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
/** The target that keeps backups in object storage with the S3 protocol. */
package io.lynchet.backup.s3;
