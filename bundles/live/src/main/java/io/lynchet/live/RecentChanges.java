// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.live;

import io.lynchet.api.row.Change;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;

/** The newest changes, for clients that come back after a short while. Confined to one thread. */
final class RecentChanges {
    /** How many are kept at most. */
    static final int KEPT_MAX = 10_000;

    static final long BYTES_MAX = 16L << 20;

    private final Deque<Change> changes = new ArrayDeque<>();
    private long bytes;
    private long from;

    /** Forgets everything; changes after this seq follow. */
    void restart(long seq) {
        changes.clear();
        bytes = 0;
        from = seq;
    }

    void add(Change change) {
        if (!changes.isEmpty() && changes.getLast().seq() >= change.seq()) {
            return;
        }
        changes.add(change);
        bytes += change.bytes();
        while (changes.size() > KEPT_MAX || bytes > BYTES_MAX) {
            Change oldest = changes.remove();
            bytes -= oldest.bytes();
            from = oldest.seq();
        }
    }

    /** What they take; rows that results hold, too, are counted here as well. */
    long bytes() {
        return bytes;
    }

    /** All changes after a seq, ascending; null when some of them are not kept any more. */
    List<Change> after(long seq) {
        if (seq < from) {
            return null;
        }
        List<Change> found = new ArrayList<>();
        var newestFirst = changes.descendingIterator();
        while (newestFirst.hasNext()) {
            Change change = newestFirst.next();
            if (change.seq() <= seq) {
                break;
            }
            found.add(change);
        }
        Collections.reverse(found);
        return found;
    }
}
