// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.data.store;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The calls that may stay in the store for minutes, and are told when it is to leave. */
public final class LongCalls {
    private final Set<Entry> inside = ConcurrentHashMap.newKeySet();
    private volatile boolean ending;

    /** One call. */
    public static final class Entry implements AutoCloseable {
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

    /**
     * Enters a call.
     *
     * @param leaving called at most once, until the handle is closed; at once when calls must end already
     */
    public Entry enter(Runnable leaving) {
        Entry entry = new Entry(inside, leaving);
        inside.add(entry);
        if (ending && inside.remove(entry)) {
            leaving.run();
        }
        return entry;
    }

    /** Tells all calls to end, and those that come until {@link #goOn}. */
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
