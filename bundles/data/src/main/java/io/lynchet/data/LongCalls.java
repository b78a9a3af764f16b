// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.data;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Calls that may stay in the store for minutes, and are told when it is to leave. */
final class LongCalls {
    private final Set<Entry> inside = ConcurrentHashMap.newKeySet();
    private volatile boolean ending;

    /** One call. */
    static final class Entry implements AutoCloseable {
        private final Set<Entry> inside;
        private final Runnable leaving;

        private Entry(Set<Entry> inside, Runnable leaving) {
            this.inside = inside;
            this.leaving = leaving;
        }

        @Override
        public void close() {
            inside.remove(this);
        }
    }

    /** @param leaving called at most once, until the handle is closed; at once when calls are to end already */
    Entry enter(Runnable leaving) {
        Entry entry = new Entry(inside, leaving);
        inside.add(entry);
        if (ending && inside.remove(entry)) {
            leaving.run();
        }
        return entry;
    }

    /** Asks all that are inside to end, and those that come until {@link #goOn}. */
    void end() {
        ending = true;
        for (Entry entry : List.copyOf(inside)) {
            if (inside.remove(entry)) {
                entry.leaving.run();
            }
        }
    }

    void goOn() {
        ending = false;
    }
}
