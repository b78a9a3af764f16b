// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.live.frame;

import io.lynchet.api.row.Change;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;

/** The newest changes, for clients that resume after a short while. Confined to one thread. */
public final class RecentChanges {
    /** The most changes that are kept. */
    public static final int KEPT_MAX = 10_000;

    public static final long BYTES_MAX = 16L << 20;

    private final Deque<Change> changes = new ArrayDeque<>();
    private long bytes;
    private long from;

    /** Drops all changes; the next one added follows {@code seq}. */
    public void restart(long seq) {
        changes.clear();
        bytes = 0;
        from = seq;
    }

    public void add(Change change) {
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

    /** Returns the bytes that the changes take. Rows that results hold as well are counted here, too. */
    public long bytes() {
        return bytes;
    }

    /** Returns all changes after a seq, ascending, or null when some of them are not kept any more. */
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
