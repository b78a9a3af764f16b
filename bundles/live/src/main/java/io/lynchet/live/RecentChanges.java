// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.live;

import io.lynchet.api.JsonText;
import io.lynchet.api.row.Change;
import io.lynchet.api.row.Row;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;

/** The newest changes, for clients that come back after a short while. Confined to one thread. */
final class RecentChanges {
    /** How many are kept at most. */
    static final int KEPT_MAX = 10_000;

    private static final long CHARS_MAX = 8L << 20;

    private final Deque<Change> changes = new ArrayDeque<>();
    private long chars;
    private long from;

    /** Forgets everything; changes after this seq follow. */
    void restart(long seq) {
        changes.clear();
        chars = 0;
        from = seq;
    }

    void add(Change change) {
        if (!changes.isEmpty() && changes.getLast().seq() >= change.seq()) {
            return;
        }
        changes.add(change);
        chars += charsOf(change);
        while (changes.size() > KEPT_MAX || chars > CHARS_MAX) {
            Change oldest = changes.remove();
            chars -= charsOf(oldest);
            from = oldest.seq();
        }
    }

    private static long charsOf(Change change) {
        return charsOf(change.before()) + charsOf(change.after());
    }

    private static long charsOf(Row row) {
        long sum = 0;
        int fields = row == null ? 0 : row.entity().fields().size();
        for (int i = 0; i < fields; i++) {
            Object value = row.get(i);
            sum += value instanceof String text
                    ? text.length()
                    : value instanceof JsonText json ? json.text().length() : 0;
        }
        return sum;
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
