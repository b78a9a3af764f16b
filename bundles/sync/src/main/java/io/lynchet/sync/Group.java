// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.sync;

/** Callers who get the same events. */
final class Group {
    private final Rights rights;
    private final EventLog log;
    private volatile long usedNanos = System.nanoTime();

    Group(Rights rights, EventLog log) {
        this.rights = rights;
        this.log = log;
    }

    Rights rights() {
        return rights;
    }

    EventLog log() {
        return log;
    }

    void use() {
        usedNanos = System.nanoTime();
    }

    long idleNanos() {
        return System.nanoTime() - usedNanos;
    }
}
