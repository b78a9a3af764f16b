// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.sync.group;

import io.lynchet.sync.event.ReadRights;

/** Callers that get the same events. */
public final class RightsGroup {
    private final ReadRights rights;
    private final RecentEvents log;
    private volatile long usedNanos = System.nanoTime();

    RightsGroup(ReadRights rights, RecentEvents log) {
        this.rights = rights;
        this.log = log;
    }

    public ReadRights rights() {
        return rights;
    }

    public RecentEvents log() {
        return log;
    }

    public void use() {
        usedNanos = System.nanoTime();
    }

    long idleNanos() {
        return System.nanoTime() - usedNanos;
    }
}
