// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.sockets.socket;

import io.lynchet.api.lease.Gate;
import io.lynchet.api.socket.FrameHandler;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The present handlers, the newest first. Look-ups take no lock. */
public final class HandlerTable {
    /**
     * The types of Lynchet's own handlers are known from the start: their bundle may come later than the first client.
     */
    private final Set<String> seenTypes = ConcurrentHashMap.newKeySet();

    private volatile List<LeasedHandler> slots = List.of();

    public HandlerTable() {
        seenTypes.add("subscribe");
        seenTypes.add("unsubscribe");
    }

    public synchronized void add(FrameHandler handler) {
        LeasedHandler added = new LeasedHandler(handler);
        seenTypes.addAll(added.types());
        List<LeasedHandler> next = new ArrayList<>(slots.size() + 1);
        next.add(added);
        next.addAll(slots);
        slots = List.copyOf(next);
    }

    /**
     * Removes a handler, so that no socket finds it any more. Returns null when it is unknown. Calls may still be
     * inside.
     */
    public synchronized LeasedHandler remove(FrameHandler handler) {
        LeasedHandler removed = null;
        List<LeasedHandler> next = new ArrayList<>(slots);
        for (LeasedHandler slot : slots) {
            if (slot.lease().service() == handler) {
                removed = slot;
                next.remove(slot);
            }
        }
        slots = List.copyOf(next);
        return removed;
    }

    /** Allows no further calls and blocks until running ones have ended. Returns false when some took too long. */
    public static boolean retire(LeasedHandler slot) {
        return slot.lease().retire(Gate.DRAIN_MILLIS);
    }

    public List<LeasedHandler> slots() {
        return slots;
    }

    public boolean takes(String type) {
        return slots.stream().anyMatch(slot -> slot.types().contains(type));
    }

    /** Tells whether a handler of this type is present or was before. */
    boolean hasSeen(String type) {
        return seenTypes.contains(type);
    }
}
