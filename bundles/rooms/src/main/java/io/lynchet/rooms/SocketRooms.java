// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.rooms;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.principal.Principal;
import io.lynchet.api.socket.ClientSocket;
import io.lynchet.api.socket.Frame;
import io.lynchet.api.socket.FrameHandler;
import io.lynchet.rooms.enforce.PresenceReaper;
import io.lynchet.rooms.enforce.RoomRateLimits;
import io.lynchet.rooms.room.RoomActor;
import io.lynchet.rooms.room.RoomFrames;
import io.lynchet.rooms.room.RoomTable;
import io.lynchet.rooms.routes.RoomRequest;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** The handler of frames about rooms. It knows the sockets that have sent one, and the person on each at that time. */
final class SocketRooms implements FrameHandler {
    private static final Set<String> PLAIN = Set.of("type", "id", "room");
    // "from" is ignored: a client can't name the sender of its frames.
    private static final Map<String, Set<String>> KEYS = Map.of(
            "room-join",
            Set.of("type", "id", "room", "data"),
            "room-leave",
            PLAIN,
            "room-subscribe",
            PLAIN,
            "room-unsubscribe",
            PLAIN,
            "presence",
            Set.of("type", "id", "room", "data", "from"),
            "topic",
            Set.of("type", "id", "room", "data", "from", "topic"));

    private final RoomTable table;
    private final RoomRateLimits rateLimits;
    private final PresenceReaper reaper;
    private final ConcurrentMap<String, Principal> known = new ConcurrentHashMap<>();

    SocketRooms(RoomTable table, RoomRateLimits rateLimits, PresenceReaper reaper) {
        this.table = table;
        this.rateLimits = rateLimits;
        this.reaper = reaper;
    }

    @Override
    public Set<String> types() {
        return KEYS.keySet();
    }

    @Override
    public void frame(ClientSocket socket, String type, byte[] json) {
        RoomActor actor = RoomActor.of(socket.principal());
        RoomRequest request = RoomRequest.of(json, KEYS.get(type));
        rateLimits.pace(type, actor);
        noticePrincipal(socket, actor.principal());
        RoomFrames frames = new RoomFrames(request.room());
        try {
            act(socket, actor, type, request);
        } catch (LynchetException e) {
            if (e.code().status() >= 500) {
                throw e;
            }
            rateLimits.refused();
            refuse(socket, actor, request, e);
            return;
        }
        if (type.equals("room-leave")) {
            table.lastWords().send(socket, request.room(), frames.ended("room-left", request.id()));
        } else if (type.equals("room-unsubscribe")) {
            table.lastWords().send(socket, request.room(), frames.ended("room-unsubscribed", request.id()));
        }
    }

    // A client that is told that it is not in a room drops the room, so no frame about it may follow. Other refusals
    // end nothing.
    private void refuse(ClientSocket socket, RoomActor actor, RoomRequest request, LynchetException error) {
        Frame refusal = new RoomFrames(request.room()).refusal(error, request.id());
        if (error.code() == ErrorCode.NOT_IN_ROOM) {
            table.drop(actor, request.room(), socket);
            table.lastWords().send(socket, request.room(), refusal);
        } else {
            socket.offer(refusal);
        }
    }

    private void act(ClientSocket socket, RoomActor actor, String type, RoomRequest request) {
        switch (type) {
            case "room-join" -> table.join(actor, request.room(), request.data(), socket);
            case "room-leave" -> table.leave(actor.person(), request.room());
            case "room-subscribe" -> table.follow(actor, request.room(), socket);
            case "room-unsubscribe" -> table.unfollow(request.room(), socket);
            case "presence" -> {
                table.present(actor, request.room(), request.dataOrNothing(), true);
                rateLimits.message();
            }
            default -> {
                table.broadcast(actor, request.room(), request.topic(), request.dataOrNothing(), true);
                rateLimits.message();
            }
        }
    }

    @Override
    public void principalChanged(ClientSocket socket) {
        if (known.containsKey(socket.id())) {
            noticePrincipal(socket, socket.principal());
        }
    }

    private void noticePrincipal(ClientSocket socket, Principal now) {
        Principal before = known.put(socket.id(), now);
        if (before == null || before.equals(now)) {
            return;
        }
        String person = RoomActor.personOf(before);
        if (person.equals(RoomActor.personOf(now))) {
            table.forRoomsOf(person, room -> room.replace(person, before, now));
            reaper.reviewSoon(person);
        } else {
            table.forRoomsOf(person, room -> room.refuse(person, socket, RoomTable.notIn(), table.clock()));
            if (RoomActor.personOf(now) == null) {
                known.remove(socket.id());
            }
        }
    }

    @Override
    public void closed(ClientSocket socket) {
        Principal last = known.remove(socket.id());
        if (last != null) {
            String person = RoomActor.personOf(last);
            table.forRoomsOf(person, room -> room.detach(person, socket, table.clock()));
        }
        table.lastWords().forget(socket);
    }

    int knownSockets() {
        return known.size();
    }
}
