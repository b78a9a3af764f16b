// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.deploy.bundle;

import java.util.Set;

/**
 * The configuration of the component.
 *
 * @param settleMillis how long a file must stay unchanged before it is read
 * @param rescanMillis the interval of scans when the system reports no events
 * @param incompleteMillis how long an unreadable jar may stay unchanged before it counts as broken
 * @param filesMax the most files; others are ignored
 * @param jarBytesMax the most bytes of a jar; larger ones are refused
 * @param time the time limits for start, checks and stop
 * @param replaceableParts symbolic names of product bundles that a drop-in may replace
 */
public record DeploySettings(
        long settleMillis,
        long rescanMillis,
        long incompleteMillis,
        int filesMax,
        long jarBytesMax,
        Time time,
        Set<String> replaceableParts) {

    /** The time limits for the steps of one activation. */
    public record Time(long startMillis, long checkMillis, long stopMillis) {}
}
