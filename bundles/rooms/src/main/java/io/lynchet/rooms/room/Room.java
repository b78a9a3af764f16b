// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.rooms.room;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.JsonText;
import io.lynchet.api.LynchetException;
import io.lynchet.api.data.RoomRules.State;
import io.lynchet.api.data.RoomRules.Verdict;
import io.lynchet.api.principal.Principal;
import io.lynchet.api.room.Rooms;
import io.lynchet.api.socket.ClientSocket;
import io.lynchet.api.socket.Frame;
import io.lynchet.rooms.room.RoomFrames.Action;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A room with at least one member. Its lock covers its members and the order of frames: a frame behind a socket's
 * snapshot tells of a later event. While it is held, frames are only queued. The last member to leave closes the room
 * for good.
 */
public final class Room {
    private static final JsonText NOTHING_TOLD = new JsonText("{}");

    private final String name;
    private final RoomFrames frames;
    private final MembershipIndex register;
    private final LeaveNotices lastWords;
    private final RoomLimits limits;
    private final Consumer<Room> closing;
    private final Map<String, RoomMember> members = new LinkedHashMap<>();
    private final RoomSubscribers audience = new RoomSubscribers(this::snapshot, this::drained);
    private Frame snapshot;
    private long dataChars;
    private boolean closed;

    /**
     * Creates a room.
     *
     * @param closing called, with the lock held, when the last member has left
     */
    Room(String name, MembershipIndex register, LeaveNotices lastWords, RoomLimits limits, Consumer<Room> closing) {
        this.name = name;
        this.frames = new RoomFrames(name);
        this.register = register;
        this.lastWords = lastWords;
        this.limits = limits;
        this.closing = closing;
    }

    /**
     * A person who may join.
     *
     * @param data null to keep the member's data, or to begin with none
     * @param socket the socket that joins and follows the room, or null
     */
    record Entry(RoomActor actor, Verdict verdict, JsonText data, ClientSocket socket) {}

    public String name() {
        return name;
    }

    /** Adds a member, or renews a membership. Returns false when this room has closed and a new one is needed. */
    synchronized boolean join(Entry entry, RoomClock clock) {
        if (closed) {
            return false;
        }
        try {
            RoomMember member = members.get(entry.actor().person());
            if (member == null) {
                member = enter(entry, clock);
            } else if (entry.data() != null) {
                tell(member, entry.data(), null);
            }
            member.permit(entry.actor().principal(), entry.verdict());
            member.seen(clock.ticks());
            if (entry.socket() == null) {
                member.joinedByCall();
            } else {
                listen(member, entry.socket());
            }
            return true;
        } finally {
            closeIfEmpty();
        }
    }

    private RoomMember enter(Entry entry, RoomClock clock) {
        if (members.size() >= limits.members()) {
            throw new LynchetException(ErrorCode.ROOM_LIMIT_REACHED, "The room is full.");
        }
        JsonText data = entry.data() == null ? NOTHING_TOLD : entry.data();
        long chars = roomFor(data.text().length());
        register.add(entry.actor().person(), name);
        dataChars = chars;
        RoomMember member = new RoomMember(entry.actor(), data, clock.now());
        members.put(member.person(), member);
        snapshot = null;
        audience.tell(frames.joined(member.shown()));
        return member;
    }

    private long roomFor(long more) {
        if (dataChars + more > limits.roomDataChars()) {
            throw new LynchetException(
                    ErrorCode.ROOM_LIMIT_REACHED, "The presence of the room's members takes too many bytes.");
        }
        return dataChars + more;
    }

    /** Removes a member. Returns false when they were not in. All their sockets get a last frame about it. */
    synchronized boolean leave(String person) {
        RoomMember member = members.get(person);
        if (member != null) {
            remove(member);
            Frame update = frames.update(Action.LEAVE, person, null);
            audience.tell(update);
            for (ClientSocket socket : member.sockets()) {
                if (audience.remove(socket)) {
                    lastWords.send(socket, name, update);
                }
            }
            closeIfEmpty();
        }
        return member != null;
    }

    /** Removes a member whose rights have ended, unless they have joined with other rights meanwhile. */
    public synchronized void expel(String person, Principal asked, LynchetException reason) {
        RoomMember member = members.get(person);
        if (member == null || !member.principal().equals(asked)) {
            return;
        }
        remove(member);
        member.sockets().forEach(audience::remove);
        audience.tell(frames.update(Action.LEAVE, person, null));
        Frame refusal = frames.refusal(reason, null);
        member.sockets().forEach(socket -> lastWords.send(socket, name, refusal));
        closeIfEmpty();
    }

    private void remove(RoomMember member) {
        members.remove(member.person());
        register.remove(member.person(), name);
        dataChars -= member.data().text().length();
        snapshot = null;
    }

    private void closeIfEmpty() {
        if (members.isEmpty() && !closed) {
            closed = true;
            closing.accept(this);
        }
    }

    /** Sends a member's socket the state, and then all events. Returns false when the person is not in. */
    synchronized boolean follow(String person, ClientSocket socket) {
        RoomMember member = members.get(person);
        if (member != null) {
            listen(member, socket);
        }
        return member != null;
    }

    private void listen(RoomMember member, ClientSocket socket) {
        member.attach(socket);
        lastWords.takeBack(socket, name);
        audience.add(socket);
    }

    synchronized void unfollow(ClientSocket socket) {
        audience.remove(socket);
    }

    /** Separates a socket from the room. Its member stays until the grace period ends. */
    public synchronized void detach(String person, ClientSocket socket, RoomClock clock) {
        RoomMember member = members.get(person);
        if (member != null) {
            member.detach(socket, clock.ticks());
        }
        audience.remove(socket);
    }

    /** Separates a socket that may no longer follow, and tells it the reason. */
    public synchronized void refuse(String person, ClientSocket socket, LynchetException reason, RoomClock clock) {
        RoomMember member = members.get(person);
        if (member != null && member.hasSocket(socket)) {
            detach(person, socket, clock);
            lastWords.send(socket, name, frames.refusal(reason, null));
        }
    }

    /**
     * Changes a member's data. Returns false when the person is not in.
     *
     * @param relay whether the others get the client's frame, otherwise an update
     */
    synchronized boolean present(String person, JsonText data, boolean relay) {
        RoomMember member = members.get(person);
        if (member != null) {
            tell(member, data, relay ? frames.relayedPresence(person, data) : null);
        }
        return member != null;
    }

    private void tell(RoomMember member, JsonText data, Frame relayed) {
        dataChars = roomFor(data.text().length() - member.data().text().length());
        member.tell(data);
        snapshot = null;
        audience.tell(relayed != null ? relayed : frames.update(Action.PRESENCE, member.person(), data));
    }

    /** Sends a member's message to all followers. Returns false when the person is not in. */
    synchronized boolean broadcast(String person, String topic, JsonText payload, boolean relay) {
        if (!members.containsKey(person)) {
            return false;
        }
        audience.tell(relay ? frames.relayedTopic(person, topic, payload) : frames.broadcast(person, topic, payload));
        return true;
    }

    /** Returns the rights of a member; empty when the person is not in. */
    public synchronized Optional<RoomMember.Standing> standing(String person) {
        return Optional.ofNullable(members.get(person)).map(RoomMember::standing);
    }

    /** Sets newer rights of a member. */
    synchronized void permit(String person, Principal principal, Verdict verdict) {
        RoomMember member = members.get(person);
        if (member != null) {
            member.permit(principal, verdict);
        }
    }

    /** Sets newer rights of a member, unless they have joined with other rights since {@code asked}. */
    public synchronized void confirm(String person, Principal asked, Principal principal, Verdict verdict) {
        RoomMember member = members.get(person);
        if (member != null && member.principal().equals(asked)) {
            member.permit(principal, verdict);
        }
    }

    /** Replaces the principal of a member; the verdict of the rules on the previous one no longer counts. */
    public synchronized void replace(String person, Principal before, Principal after) {
        RoomMember member = members.get(person);
        if (member != null && member.principal().equals(before)) {
            member.permit(after, null);
        }
    }

    synchronized void seen(String person, long now) {
        RoomMember member = members.get(person);
        if (member != null) {
            member.seen(now);
        }
    }

    /** Returns the members for whom the rules may have another result by now. */
    synchronized List<String> outdated(State now) {
        return members.values().stream()
                .filter(member -> member.verdict() == null || member.verdict().outdated(now))
                .map(RoomMember::person)
                .toList();
    }

    /** Removes the members whose grace or idle time has ended. */
    synchronized void expire(long now) {
        List<RoomMember> gone =
                members.values().stream().filter(member -> member.isGone(now)).toList();
        for (RoomMember member : gone) {
            leave(member.person());
        }
    }

    /** Returns the members in the order in which they joined. */
    public synchronized List<RoomMember.Shown> shown() {
        return new ArrayList<>(members.values().stream().map(RoomMember::shown).toList());
    }

    synchronized Rooms.Room forOperators() {
        return new Rooms.Room(
                name,
                members.values().stream()
                        .map(member -> new Rooms.Member(
                                member.person(),
                                member.joinedAt(),
                                member.sockets().size()))
                        .toList());
    }

    public synchronized int size() {
        return members.size();
    }

    synchronized int followers() {
        return audience.size();
    }

    private Frame snapshot() {
        if (snapshot == null) {
            snapshot = frames.snapshot(members.values());
        }
        return snapshot;
    }

    private synchronized void drained(RoomSubscribers.Listener listener) {
        audience.catchUp(listener);
    }
}
