// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.deploy;

import java.util.Set;

/**
 * What the component is configured with.
 *
 * @param settleMillis how long a file must look the same before it is read
 * @param rescanMillis how often the folders are looked at when the system reports nothing
 * @param incompleteMillis how long an unreadable jar may stay unchanged before it is called broken
 * @param filesMax files beyond this number are left alone
 * @param jarBytesMax larger jars are refused
 * @param time for starting, checking and stopping
 * @param replaceableParts symbolic names of product bundles that a drop-in may stand in for
 */
record Limits(
        long settleMillis,
        long rescanMillis,
        long incompleteMillis,
        int filesMax,
        long jarBytesMax,
        Time time,
        Set<String> replaceableParts) {

    /** How long the parts of one activation may take. */
    record Time(long startMillis, long checkMillis, long stopMillis) {}
}
