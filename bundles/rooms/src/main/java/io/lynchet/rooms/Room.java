// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.rooms;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.JsonText;
import io.lynchet.api.LynchetException;
import io.lynchet.api.auth.Principal;
import io.lynchet.api.data.RoomRules.State;
import io.lynchet.api.data.RoomRules.Verdict;
import io.lynchet.api.room.Rooms;
import io.lynchet.api.socket.ClientSocket;
import io.lynchet.api.socket.Frame;
import io.lynchet.rooms.RoomFrames.Action;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * One room in which somebody is. Its lock covers its members and the order of frames about them: what a socket is told after its snapshot has
 * happened after it. Frames are only queued while it is held. The last one who leaves closes it for good.
 */
final class Room {
    private static final JsonText NOTHING_TOLD = new JsonText("{}");

    private final String name;
    private final RoomFrames frames;
    private final Register register;
    private final LastWords lastWords;
    private final RoomLimits limits;
    private final Consumer<Room> closing;
    private final Map<String, Member> members = new LinkedHashMap<>();
    private final Audience audience = new Audience(this::snapshot, this::drained);
    private Frame snapshot;
    private long dataChars;
    private boolean closed;

    /** @param closing told, with the lock held, when nobody is left */
    Room(String name, Register register, LastWords lastWords, RoomLimits limits, Consumer<Room> closing) {
        this.name = name;
        this.frames = new RoomFrames(name);
        this.register = register;
        this.lastWords = lastWords;
        this.limits = limits;
        this.closing = closing;
    }

    /**
     * Somebody who may come in.
     *
     * @param data null to say nothing (new)
     * @param socket over which they come and which follows the room, or null
     */
    record Entry(Actor actor, Verdict verdict, JsonText data, ClientSocket socket) {}

    String name() {
        return name;
    }

    /** Lets somebody in, or in again. False when this room has been closed, and another one is to be made. */
    synchronized boolean join(Entry entry, RoomClock clock) {
        if (closed) {
            return false;
        }
        try {
            Member member = members.get(entry.actor().person());
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

    private Member enter(Entry entry, RoomClock clock) {
        if (members.size() >= limits.members()) {
            throw new LynchetException(ErrorCode.ROOM_LIMIT_REACHED, "The room is full.");
        }
        JsonText data = entry.data() == null ? NOTHING_TOLD : entry.data();
        long chars = roomFor(data.text().length());
        register.add(entry.actor().person(), name);
        dataChars = chars;
        Member member = new Member(entry.actor(), data, clock.now());
        members.put(member.person(), member);
        snapshot = null;
        audience.tell(frames.joined(member.shown()));
        return member;
    }

    private long roomFor(long more) {
        if (dataChars + more > limits.roomDataChars()) {
            throw new LynchetException(ErrorCode.ROOM_LIMIT_REACHED, "The members of the room tell too much already.");
        }
        return dataChars + more;
    }

    /** False when they were not in. All their sockets hear of it, and of nothing after that. */
    synchronized boolean leave(String person) {
        Member member = members.get(person);
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

    /** Ends what somebody may not have any more, unless they have come in by other rights meanwhile. */
    synchronized void expel(String person, Principal asked, LynchetException reason) {
        Member member = members.get(person);
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

    private void remove(Member member) {
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

    /** Sends the state and then all that happens to a socket of a member; false when they are not in. */
    synchronized boolean follow(String person, ClientSocket socket) {
        Member member = members.get(person);
        if (member != null) {
            listen(member, socket);
        }
        return member != null;
    }

    private void listen(Member member, ClientSocket socket) {
        member.attach(socket);
        lastWords.takeBack(socket, name);
        audience.add(socket);
    }

    synchronized void unfollow(ClientSocket socket) {
        audience.remove(socket);
    }

    /** The socket has nothing to do with the room any more; the person stays, for a while. */
    synchronized void detach(String person, ClientSocket socket, RoomClock clock) {
        Member member = members.get(person);
        if (member != null) {
            member.detach(socket, clock.ticks());
        }
        audience.remove(socket);
    }

    /** The same for a socket that may not follow any more, and is told so. */
    synchronized void refuse(String person, ClientSocket socket, LynchetException reason, RoomClock clock) {
        Member member = members.get(person);
        if (member != null && member.hasSocket(socket)) {
            detach(person, socket, clock);
            lastWords.send(socket, name, frames.refusal(reason, null));
        }
    }

    /** @param relay whether it goes on as the client's frame; else as an update. False when they are not in. */
    synchronized boolean present(String person, JsonText data, boolean relay) {
        Member member = members.get(person);
        if (member != null) {
            tell(member, data, relay ? frames.relayedPresence(person, data) : null);
        }
        return member != null;
    }

    private void tell(Member member, JsonText data, Frame relayed) {
        dataChars = roomFor(data.text().length() - member.data().text().length());
        member.tell(data);
        snapshot = null;
        audience.tell(relayed != null ? relayed : frames.update(Action.PRESENCE, member.person(), data));
    }

    /** Passes a message of a member on; false when they are not in. */
    synchronized boolean broadcast(String person, String topic, JsonText payload, boolean relay) {
        if (!members.containsKey(person)) {
            return false;
        }
        audience.tell(relay ? frames.relayedTopic(person, topic, payload) : frames.broadcast(person, topic, payload));
        return true;
    }

    /** Empty when they are not in. */
    synchronized Optional<Member.Standing> standing(String person) {
        return Optional.ofNullable(members.get(person)).map(Member::standing);
    }

    /** Notes newer rights of a member. */
    synchronized void permit(String person, Principal principal, Verdict verdict) {
        Member member = members.get(person);
        if (member != null) {
            member.permit(principal, verdict);
        }
    }

    /** The same, unless they have come in by other rights since those were asked about. */
    synchronized void confirm(String person, Principal asked, Principal principal, Verdict verdict) {
        Member member = members.get(person);
        if (member != null && member.principal().equals(asked)) {
            member.permit(principal, verdict);
        }
    }

    /** Notes that the rights by which somebody may be here have changed; what was said of the old ones is void. */
    synchronized void replace(String person, Principal before, Principal after) {
        Member member = members.get(person);
        if (member != null && member.principal().equals(before)) {
            member.permit(after, null);
        }
    }

    synchronized void seen(String person, long now) {
        Member member = members.get(person);
        if (member != null) {
            member.seen(now);
        }
    }

    /** People of whom the rules may say something else by now. */
    synchronized List<String> outdated(State now) {
        return members.values().stream()
                .filter(member -> member.verdict() == null || member.verdict().outdated(now))
                .map(Member::person)
                .toList();
    }

    /** Lets those go who have not been heard of for too long. */
    synchronized void expire(long now) {
        List<Member> gone =
                members.values().stream().filter(member -> member.isGone(now)).toList();
        for (Member member : gone) {
            leave(member.person());
        }
    }

    /** In the order in which they joined. */
    synchronized List<Member.Shown> shown() {
        return new ArrayList<>(members.values().stream().map(Member::shown).toList());
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

    synchronized int size() {
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

    private synchronized void drained(Audience.Listener listener) {
        audience.catchUp(listener);
    }
}
