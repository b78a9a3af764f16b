// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.rooms;

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
 * What a socket has to be told when it hears of a room no more, also when it is too slow to take it now: else it would go on showing people
 * who have long gone. One frame waits for each room, and only for so many rooms.
 */
final class LastWords {
    static final int ROOMS_MAX = 2 * RoomLimits.USUAL.roomsAPerson();

    private final ConcurrentMap<String, Waiting> bySocket = new ConcurrentHashMap<>();

    private static final class Waiting {
        private final Map<String, Frame> byRoom = new LinkedHashMap<>();
        private boolean underWay;
    }

    void send(ClientSocket socket, String room, Frame frame) {
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

    /** The socket hears of the room again, so that what waits is no longer true. */
    void takeBack(ClientSocket socket, String room) {
        Waiting waiting = bySocket.get(socket.id());
        if (waiting != null) {
            synchronized (waiting) {
                waiting.byRoom.remove(room);
            }
        }
    }

    void forget(ClientSocket socket) {
        bySocket.remove(socket.id());
    }

    int sockets() {
        return bySocket.size();
    }
}
