// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.sync.group;

import io.lynchet.sync.event.RowEvent;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * The newest events of one group, encoded once for all its callers: the complete events between two seqs, which both
 * advance. Thread-safe; nothing is evaluated inside.
 */
public final class RecentEvents {
    private final int eventsMax;
    private final long bytesMax;
    private final Deque<RowEvent> events = new ArrayDeque<>();
    private long bytes;
    private long from = -1;
    private long to = -1;

    RecentEvents(int eventsMax, long bytesMax) {
        this.eventsMax = eventsMax;
        this.bytesMax = bytesMax;
    }

    /**
     * Some events and the seq that they reach.
     *
     * @param through the seq up to which there are no further events
     */
    public record Stretch(List<RowEvent> events, long through) {}

    /**
     * Returns the events after a seq, about {@code max} at most (those of one commit stay together). Returns null when
     * the recent events do not reach back, or not ahead, that far.
     */
    public synchronized Stretch after(long seq, int max) {
        if (from < 0 || seq < from || seq >= to) {
            return null;
        }
        List<RowEvent> found = new ArrayList<>();
        for (RowEvent event : events) {
            if (event.seq() <= seq) {
                continue;
            }
            if (found.size() >= max && !found.get(found.size() - 1).more()) {
                return new Stretch(found, found.get(found.size() - 1).seq());
            }
            found.add(event);
        }
        return new Stretch(found, to);
    }

    /** Returns the seq that the events reach, or -1. */
    synchronized long to() {
        return to;
    }

    /**
     * Adds the events from {@code after} to the end of the stretch. Events behind a gap replace those held; events that
     * neither continue them nor are newer are ignored.
     */
    synchronized void add(long after, Stretch stretch) {
        if (after > to || from < 0) {
            events.clear();
            bytes = 0;
            from = after;
            to = after;
        }
        if (after != to) {
            return;
        }
        for (RowEvent event : stretch.events()) {
            events.add(event);
            bytes += event.json().length;
        }
        to = stretch.through();
        while (!events.isEmpty() && (events.size() > eventsMax || bytes > bytesMax)) {
            dropOldest();
        }
    }

    private void dropOldest() {
        RowEvent oldest;
        do {
            oldest = events.remove();
            bytes -= oldest.json().length;
        } while (oldest.more());
        from = oldest.seq();
    }
}
