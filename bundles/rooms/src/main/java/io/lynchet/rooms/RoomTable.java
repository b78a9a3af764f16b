// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.rooms;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.JsonText;
import io.lynchet.api.LynchetException;
import io.lynchet.api.data.RoomRules.State;
import io.lynchet.api.data.RoomRules.Verdict;
import io.lynchet.api.room.Rooms;
import io.lynchet.api.socket.ClientSocket;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * All rooms that somebody is in, in memory. What a person may do is asked before a room is locked; whoever is in a room by rights that have
 * changed since is asked about again by {@link RightsReview}.
 *
 * <p>Of a room that somebody is not in they learn nothing: it looks like one that does not exist.
 */
final class RoomTable {
    private final ConcurrentMap<String, Room> rooms = new ConcurrentHashMap<>();
    private final AtomicInteger open = new AtomicInteger();
    private final LastWords lastWords = new LastWords();
    private final Register register;
    private final Rights rights;
    private final RoomLimits limits;
    private final RoomClock clock;

    RoomTable(Rights rights, RoomLimits limits, RoomClock clock) {
        this.rights = rights;
        this.limits = limits;
        this.clock = clock;
        this.register = new Register(limits);
    }

    /**
     * Lets somebody in who may.
     *
     * @param data what they tell of themselves, or null
     * @param socket that follows the room and holds them there, or null
     */
    void join(Actor actor, String name, JsonText data, ClientSocket socket) {
        Verdict verdict = rights.join(actor.principal(), name);
        Room.Entry entry = new Room.Entry(actor, verdict, data, socket);
        while (!roomToEnter(name).join(entry, clock)) {
            Thread.onSpinWait();
        }
    }

    private Room roomToEnter(String name) {
        Room room = rooms.computeIfAbsent(name, key -> {
            if (open.incrementAndGet() > limits.rooms()) {
                open.decrementAndGet();
                return null;
            }
            return new Room(key, register, lastWords, limits, this::close);
        });
        if (room == null) {
            throw new LynchetException(ErrorCode.ROOM_LIMIT_REACHED, "There are too many rooms.");
        }
        return room;
    }

    private void close(Room room) {
        if (rooms.remove(room.name(), room)) {
            open.decrementAndGet();
        }
    }

    /** False when they were not in. */
    boolean leave(String person, String name) {
        Room room = rooms.get(name);
        return room != null && room.leave(person);
    }

    void follow(Actor actor, String name, ClientSocket socket) {
        if (!entered(actor, name).follow(actor.person(), socket)) {
            throw notIn();
        }
    }

    void unfollow(String name, ClientSocket socket) {
        Room room = rooms.get(name);
        if (room != null) {
            room.unfollow(socket);
        }
    }

    /** Ends what a socket hears of a room that it may not follow (any more). */
    void drop(Actor actor, String name, ClientSocket socket) {
        Room room = rooms.get(name);
        if (room != null) {
            room.detach(actor.person(), socket, clock);
        }
    }

    /** @param relay whether the others get it as a client's frame; else as an update */
    void present(Actor actor, String name, JsonText data, boolean relay) {
        if (!entered(actor, name).present(actor.person(), data, relay)) {
            throw notIn();
        }
    }

    void broadcast(Actor actor, String name, String topic, JsonText payload, boolean relay) {
        Room room = entered(actor, name);
        rights.broadcast(actor.principal(), name);
        if (!room.broadcast(actor.person(), topic, payload, relay)) {
            throw notIn();
        }
    }

    /** The room, if they are in it and may be by the rights that they come with now. */
    private Room entered(Actor actor, String name) {
        Room room = rooms.get(name);
        Member.Standing standing =
                room == null ? null : room.standing(actor.person()).orElse(null);
        if (standing == null) {
            throw notIn();
        }
        // An admin who speaks for somebody does not lend them more rights than that.
        boolean admitted = standing.principal().equals(actor.principal())
                || standing.principal().admin()
                || actor.principal().admin();
        if (!admitted) {
            Verdict verdict = rights.ask(actor.principal(), name);
            if (!verdict.allowed()) {
                throw notIn();
            }
            room.permit(actor.person(), actor.principal(), verdict);
        }
        room.seen(actor.person(), clock.ticks());
        return room;
    }

    static LynchetException notIn() {
        return new LynchetException(ErrorCode.NOT_IN_ROOM, "You are not in this room.");
    }

    /** Who is in a room, for somebody who is, too, or for an admin; empty for all others. */
    Optional<List<Member.Shown>> members(Actor actor, String name) {
        Room room = rooms.get(name);
        if (room == null) {
            return Optional.empty();
        }
        if (!actor.principal().admin()) {
            try {
                entered(actor, name);
            } catch (LynchetException e) {
                if (e.code() == ErrorCode.NOT_IN_ROOM) {
                    return Optional.empty();
                }
                throw e;
            }
        }
        return Optional.of(room.shown());
    }

    /** The rooms that somebody is in, or all rooms for an admin, sorted by name. */
    List<Room> visible(Actor actor) {
        if (actor.principal().admin()) {
            return sorted(rooms.values().stream());
        }
        return sorted(register.roomsOf(actor.person()).stream()
                .map(rooms::get)
                .filter(room -> room != null && room.standing(actor.person()).isPresent()));
    }

    private static List<Room> sorted(Stream<Room> some) {
        return some.sorted(Comparator.comparing(Room::name)).toList();
    }

    /** Calls for each room that somebody is in. */
    void forRoomsOf(String person, Consumer<Room> action) {
        for (String name : register.roomsOf(person)) {
            Room room = rooms.get(name);
            if (room != null) {
                action.accept(room);
            }
        }
    }

    /** Calls for everybody of whom the rules may say something else by now. */
    void forOutdated(State now, BiConsumer<Room, String> action) {
        for (Room room : rooms.values()) {
            room.outdated(now).forEach(person -> action.accept(room, person));
        }
    }

    void expire() {
        long now = clock.ticks();
        rooms.values().forEach(room -> room.expire(now));
    }

    RoomClock clock() {
        return clock;
    }

    LastWords lastWords() {
        return lastWords;
    }

    Register register() {
        return register;
    }

    int size() {
        return rooms.size();
    }

    int followers() {
        return rooms.values().stream().mapToInt(Room::followers).sum();
    }

    /** Sorted by name. */
    List<Rooms.Room> forOperators() {
        return sorted(rooms.values().stream()).stream().map(Room::forOperators).toList();
    }
}
