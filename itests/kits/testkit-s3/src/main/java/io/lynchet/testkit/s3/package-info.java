// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
/** An S3 server for tests. */
package io.lynchet.testkit.s3;
