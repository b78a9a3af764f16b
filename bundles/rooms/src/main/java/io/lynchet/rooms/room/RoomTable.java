// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.rooms.room;

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
 * All rooms with members, in memory. A person's rights are evaluated before a room is locked. {@code RightsReview}
 * evaluates them again when they change later.
 *
 * <p>A person learns nothing about a room that they are not in: it looks like a missing one.
 */
public final class RoomTable {
    private final ConcurrentMap<String, Room> rooms = new ConcurrentHashMap<>();
    private final AtomicInteger open = new AtomicInteger();
    private final LeaveNotices lastWords = new LeaveNotices();
    private final MembershipIndex register;
    private final RoomRights rights;
    private final RoomLimits limits;
    private final RoomClock clock;

    public RoomTable(RoomRights rights, RoomLimits limits, RoomClock clock) {
        this.rights = rights;
        this.limits = limits;
        this.clock = clock;
        this.register = new MembershipIndex(limits);
    }

    /**
     * Adds a person to a room if the rules allow it, or fails with {@code POLICY_DENIED} or {@code ROOM_LIMIT_REACHED}.
     *
     * @param data the person's data, or null
     * @param socket the socket that follows the room and holds the membership, or null
     */
    public void join(RoomActor actor, String name, JsonText data, ClientSocket socket) {
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
            throw new LynchetException(ErrorCode.ROOM_LIMIT_REACHED, "There are too many rooms; try again later.");
        }
        return room;
    }

    private void close(Room room) {
        if (rooms.remove(room.name(), room)) {
            open.decrementAndGet();
        }
    }

    /** Removes a person. Returns false when they were not in. */
    public boolean leave(String person, String name) {
        Room room = rooms.get(name);
        return room != null && room.leave(person);
    }

    public void follow(RoomActor actor, String name, ClientSocket socket) {
        if (!entered(actor, name).follow(actor.person(), socket)) {
            throw notIn();
        }
    }

    public void unfollow(String name, ClientSocket socket) {
        Room room = rooms.get(name);
        if (room != null) {
            room.unfollow(socket);
        }
    }

    /** Separates a socket from a room that it may not follow, or not any more. */
    public void drop(RoomActor actor, String name, ClientSocket socket) {
        Room room = rooms.get(name);
        if (room != null) {
            room.detach(actor.person(), socket, clock);
        }
    }

    /**
     * Changes a member's data. Fails with {@code NOT_IN_ROOM}.
     *
     * @param relay whether the others get the client's frame, otherwise an update
     */
    public void present(RoomActor actor, String name, JsonText data, boolean relay) {
        if (!entered(actor, name).present(actor.person(), data, relay)) {
            throw notIn();
        }
    }

    public void broadcast(RoomActor actor, String name, String topic, JsonText payload, boolean relay) {
        Room room = entered(actor, name);
        rights.broadcast(actor.principal(), name);
        if (!room.broadcast(actor.person(), topic, payload, relay)) {
            throw notIn();
        }
    }

    /**
     * Returns the room. Fails with {@code NOT_IN_ROOM} when the person is not in, or may not be with the rights of this
     * call.
     */
    private Room entered(RoomActor actor, String name) {
        Room room = rooms.get(name);
        RoomMember.Standing standing =
                room == null ? null : room.standing(actor.person()).orElse(null);
        if (standing == null) {
            throw notIn();
        }
        // An admin who acts for a user does not lend them more rights.
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

    public static LynchetException notIn() {
        return new LynchetException(ErrorCode.NOT_IN_ROOM, "You are not in this room.");
    }

    /** Returns the members of a room, for a member or an admin; empty for all others. */
    public Optional<List<RoomMember.Shown>> members(RoomActor actor, String name) {
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

    /** Returns the rooms of a person, or all rooms for an admin, sorted by name. */
    public List<Room> visible(RoomActor actor) {
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

    /** Calls {@code action} for each room of the person. */
    public void forRoomsOf(String person, Consumer<Room> action) {
        for (String name : register.roomsOf(person)) {
            Room room = rooms.get(name);
            if (room != null) {
                action.accept(room);
            }
        }
    }

    /** Calls {@code action} for each member for whom the rules may have another result by now. */
    public void forOutdated(State now, BiConsumer<Room, String> action) {
        for (Room room : rooms.values()) {
            room.outdated(now).forEach(person -> action.accept(room, person));
        }
    }

    public void expire() {
        long now = clock.ticks();
        rooms.values().forEach(room -> room.expire(now));
    }

    public RoomClock clock() {
        return clock;
    }

    public LeaveNotices lastWords() {
        return lastWords;
    }

    public MembershipIndex register() {
        return register;
    }

    public int size() {
        return rooms.size();
    }

    public int followers() {
        return rooms.values().stream().mapToInt(Room::followers).sum();
    }

    /** Returns all rooms, sorted by name. */
    public List<Rooms.Room> forOperators() {
        return sorted(rooms.values().stream()).stream().map(Room::forOperators).toList();
    }
}
