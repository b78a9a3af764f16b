// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.sync;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * The newest events of one group, encoded, for everybody in it: which ones there are between two seqs, both of which move on. Safe for any
 * thread; nothing is evaluated inside.
 */
final class EventLog {
    private final int eventsMax;
    private final long bytesMax;
    private final Deque<Event> events = new ArrayDeque<>();
    private long bytes;
    private long from = -1;
    private long to = -1;

    EventLog(int eventsMax, long bytesMax) {
        this.eventsMax = eventsMax;
        this.bytesMax = bytesMax;
    }

    /**
     * Some events and how far they reach.
     *
     * @param through seq up to which there are no others
     */
    record Stretch(List<Event> events, long through) {}

    /**
     * The events after a seq, at most about that many (those of one commit stay together), or null when this does not reach back so far, or not so
     * far ahead.
     */
    synchronized Stretch after(long seq, int max) {
        if (from < 0 || seq < from || seq >= to) {
            return null;
        }
        List<Event> found = new ArrayList<>();
        for (Event event : events) {
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

    /** Seq up to which it reaches, or -1. */
    synchronized long to() {
        return to;
    }

    /** Takes in the events after one seq up to another. What does not continue what is here replaces it if it is newer. */
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
        for (Event event : stretch.events()) {
            events.add(event);
            bytes += event.json().length;
        }
        to = stretch.through();
        while (!events.isEmpty() && (events.size() > eventsMax || bytes > bytesMax)) {
            dropOldest();
        }
    }

    private void dropOldest() {
        Event oldest;
        do {
            oldest = events.remove();
            bytes -= oldest.json().length;
        } while (oldest.more());
        from = oldest.seq();
    }
}
