// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.backup.s3;

/** The bucket and key of an object. */
record S3Key(String bucket, String key) {
    /** Returns the key, for messages. */
    @Override
    public String toString() {
        return key;
    }
}
