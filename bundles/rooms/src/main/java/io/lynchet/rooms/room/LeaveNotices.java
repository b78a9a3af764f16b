// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.rooms.room;

import io.lynchet.api.socket.ClientSocket;
import io.lynchet.api.socket.CloseCode;
import io.lynchet.api.socket.Frame;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * The notices that a socket no longer hears of a room. A notice waits when the socket is too slow; otherwise the client
 * would go on showing people who have long gone. One frame waits per room, for at most {@link #ROOMS_MAX} rooms; beyond
 * that the socket is closed.
 */
public final class LeaveNotices {
    public static final int ROOMS_MAX = 2 * RoomLimits.USUAL.roomsAPerson();

    private final ConcurrentMap<String, Waiting> bySocket = new ConcurrentHashMap<>();

    private static final class Waiting {
        private final Map<String, Frame> byRoom = new LinkedHashMap<>();
        private boolean underWay;
    }

    public void send(ClientSocket socket, String room, Frame frame) {
        if (socket.offer(frame) || !socket.isOpen()) {
            return;
        }
        Waiting waiting = bySocket.computeIfAbsent(socket.id(), id -> new Waiting());
        boolean first;
        boolean tooMany;
        synchronized (waiting) {
            first = !waiting.underWay;
            waiting.underWay = true;
            waiting.byRoom.put(room, frame);
            tooMany = waiting.byRoom.size() > ROOMS_MAX;
        }
        if (tooMany) {
            socket.close(CloseCode.TRY_LATER, "too slow");
        } else if (first) {
            socket.whenDrained(() -> deliver(socket, waiting));
        }
        if (!socket.isOpen()) {
            forget(socket);
        }
    }

    private void deliver(ClientSocket socket, Waiting waiting) {
        boolean again;
        synchronized (waiting) {
            List<String> rooms = new ArrayList<>(waiting.byRoom.keySet());
            for (String room : rooms) {
                if (!socket.offer(waiting.byRoom.get(room))) {
                    break;
                }
                waiting.byRoom.remove(room);
            }
            again = !waiting.byRoom.isEmpty();
            waiting.underWay = again;
        }
        if (again) {
            socket.whenDrained(() -> deliver(socket, waiting));
        }
    }

    /** Drops the waiting notice: the socket hears of the room again. */
    void takeBack(ClientSocket socket, String room) {
        Waiting waiting = bySocket.get(socket.id());
        if (waiting != null) {
            synchronized (waiting) {
                waiting.byRoom.remove(room);
            }
        }
    }

    public void forget(ClientSocket socket) {
        bySocket.remove(socket.id());
    }

    public int sockets() {
        return bySocket.size();
    }
}
