// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.rooms;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.auth.Principal;
import io.lynchet.api.socket.ClientSocket;
import io.lynchet.api.socket.Frame;
import io.lynchet.api.socket.FrameHandler;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** Rooms over sockets. Knows the sockets that have ever said something about rooms, and who was on them then. */
final class SocketRooms implements FrameHandler {
    private static final Set<String> PLAIN = Set.of("type", "id", "room");
    // "from" is not heard: who somebody is does not depend on what they say.
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
    private final Conduct conduct;
    private final Caretaker caretaker;
    private final ConcurrentMap<String, Principal> known = new ConcurrentHashMap<>();

    SocketRooms(RoomTable table, Conduct conduct, Caretaker caretaker) {
        this.table = table;
        this.conduct = conduct;
        this.caretaker = caretaker;
    }

    @Override
    public Set<String> types() {
        return KEYS.keySet();
    }

    @Override
    public void frame(ClientSocket socket, String type, byte[] json) {
        Actor actor = Actor.of(socket.principal());
        RoomRequest request = RoomRequest.of(json, KEYS.get(type));
        conduct.pace(type, actor);
        noticePrincipal(socket, actor.principal());
        RoomFrames frames = new RoomFrames(request.room());
        try {
            act(socket, actor, type, request);
        } catch (LynchetException e) {
            if (e.code().status() >= 500) {
                throw e;
            }
            conduct.refused();
            refuse(socket, actor, request, e);
            return;
        }
        if (type.equals("room-leave")) {
            table.lastWords().send(socket, request.room(), frames.ended("room-left", request.id()));
        } else if (type.equals("room-unsubscribe")) {
            table.lastWords().send(socket, request.room(), frames.ended("room-unsubscribed", request.id()));
        }
    }

    // A client that is told that it is not in a room forgets it, so nothing may come after that; other refusals end
    // nothing.
    private void refuse(ClientSocket socket, Actor actor, RoomRequest request, LynchetException error) {
        Frame refusal = new RoomFrames(request.room()).refusal(error, request.id());
        if (error.code() == ErrorCode.NOT_IN_ROOM) {
            table.drop(actor, request.room(), socket);
            table.lastWords().send(socket, request.room(), refusal);
        } else {
            socket.offer(refusal);
        }
    }

    private void act(ClientSocket socket, Actor actor, String type, RoomRequest request) {
        switch (type) {
            case "room-join" -> table.join(actor, request.room(), request.data(), socket);
            case "room-leave" -> table.leave(actor.person(), request.room());
            case "room-subscribe" -> table.follow(actor, request.room(), socket);
            case "room-unsubscribe" -> table.unfollow(request.room(), socket);
            case "presence" -> {
                table.present(actor, request.room(), request.dataOrNothing(), true);
                conduct.message();
            }
            default -> {
                table.broadcast(actor, request.room(), request.topic(), request.dataOrNothing(), true);
                conduct.message();
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
        String person = Actor.personOf(before);
        if (person.equals(Actor.personOf(now))) {
            table.forRoomsOf(person, room -> room.replace(person, before, now));
            caretaker.reviewSoon(person);
        } else {
            table.forRoomsOf(person, room -> room.refuse(person, socket, RoomTable.notIn(), table.clock()));
            if (Actor.personOf(now) == null) {
                known.remove(socket.id());
            }
        }
    }

    @Override
    public void closed(ClientSocket socket) {
        Principal last = known.remove(socket.id());
        if (last != null) {
            String person = Actor.personOf(last);
            table.forRoomsOf(person, room -> room.detach(person, socket, table.clock()));
        }
        table.lastWords().forget(socket);
    }

    int knownSockets() {
        return known.size();
    }
}
