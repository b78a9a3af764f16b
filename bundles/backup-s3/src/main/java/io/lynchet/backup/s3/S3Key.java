// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.backup.s3;

/** Where an object is. */
record S3Key(String bucket, String key) {
    /** For messages. */
    @Override
    public String toString() {
        return key;
    }
}
