// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.rooms.room;

import io.lynchet.api.JsonText;
import io.lynchet.api.data.RoomRules.Verdict;
import io.lynchet.api.principal.Principal;
import io.lynchet.api.socket.ClientSocket;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** One person in one room, with any number of sockets. Guarded by its room. */
public final class RoomMember {
    /** The time to reconnect after a member's last socket has closed. */
    static final long GRACE_NANOS = TimeUnit.SECONDS.toNanos(10);

    /** The time that a member who joined by a call stays without a socket and a further call. */
    static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(120);

    private final String person;
    private final Instant joinedAt;
    private final Map<String, ClientSocket> sockets = new LinkedHashMap<>(2);
    private Principal principal;
    private Verdict verdict;
    private JsonText data;
    private long lingerNanos = GRACE_NANOS;
    private long seenAt;

    RoomMember(RoomActor actor, JsonText data, Instant joinedAt) {
        this.person = actor.person();
        this.principal = actor.principal();
        this.data = data;
        this.joinedAt = joinedAt;
    }

    /** The data of a member that others may know. */
    public record Shown(String person, JsonText data, Instant joinedAt) {}

    /** A member's principal, the verdict of the rules on it, and the member's sockets. */
    public record Standing(Principal principal, Verdict verdict, List<ClientSocket> sockets) {}

    Shown shown() {
        return new Shown(person, data, joinedAt);
    }

    Standing standing() {
        return new Standing(principal, verdict, new ArrayList<>(sockets.values()));
    }

    String person() {
        return person;
    }

    Instant joinedAt() {
        return joinedAt;
    }

    JsonText data() {
        return data;
    }

    void tell(JsonText newData) {
        data = newData;
    }

    Principal principal() {
        return principal;
    }

    Verdict verdict() {
        return verdict;
    }

    void permit(Principal newPrincipal, Verdict newVerdict) {
        principal = newPrincipal;
        verdict = newVerdict;
    }

    void attach(ClientSocket socket) {
        sockets.put(socket.id(), socket);
    }

    boolean detach(ClientSocket socket, long now) {
        boolean was = sockets.remove(socket.id()) != null;
        if (was) {
            seenAt = now;
        }
        return was;
    }

    boolean hasSocket(ClientSocket socket) {
        return sockets.containsKey(socket.id());
    }

    List<ClientSocket> sockets() {
        return new ArrayList<>(sockets.values());
    }

    /** Notes an action of the member; the idle time begins anew. */
    void seen(long now) {
        seenAt = now;
    }

    void joinedByCall() {
        lingerNanos = IDLE_NANOS;
    }

    boolean isGone(long now) {
        return sockets.isEmpty() && now - seenAt >= lingerNanos;
    }
}
