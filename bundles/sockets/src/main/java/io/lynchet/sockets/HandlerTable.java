// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.sockets;

import io.lynchet.api.lease.Gate;
import io.lynchet.api.socket.FrameHandler;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The handlers that are there now, the newest first. Look-ups take no lock. */
final class HandlerTable {
    /** Those of the product count as known from the start: their bundle may be later than the first client. */
    private final Set<String> seenTypes = ConcurrentHashMap.newKeySet();

    private volatile List<HandlerSlot> slots = List.of();

    HandlerTable() {
        seenTypes.add("subscribe");
        seenTypes.add("unsubscribe");
    }

    synchronized void add(FrameHandler handler) {
        HandlerSlot added = new HandlerSlot(handler);
        seenTypes.addAll(added.types());
        List<HandlerSlot> next = new ArrayList<>(slots.size() + 1);
        next.add(added);
        next.addAll(slots);
        slots = List.copyOf(next);
    }

    /** Takes it out, so that no socket finds it any more; null when it was never in. Calls may still be inside. */
    synchronized HandlerSlot remove(FrameHandler handler) {
        HandlerSlot removed = null;
        List<HandlerSlot> next = new ArrayList<>(slots);
        for (HandlerSlot slot : slots) {
            if (slot.lease().service() == handler) {
                removed = slot;
                next.remove(slot);
            }
        }
        slots = List.copyOf(next);
        return removed;
    }

    /** Lets nobody in any more and waits for those inside; false when some stayed too long. */
    static boolean retire(HandlerSlot slot) {
        return slot.lease().retire(Gate.DRAIN_MILLIS);
    }

    List<HandlerSlot> slots() {
        return slots;
    }

    boolean takes(String type) {
        return slots.stream().anyMatch(slot -> slot.types().contains(type));
    }

    /** Whether a handler of this type is there or was there before. */
    boolean hasSeen(String type) {
        return seenTypes.contains(type);
    }
}
