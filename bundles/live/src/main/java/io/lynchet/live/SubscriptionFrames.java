// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.live;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.data.ReadScope;
import io.lynchet.api.schema.Entity;
import io.lynchet.api.socket.ClientSocket;
import io.lynchet.api.socket.FrameHandler;
import io.lynchet.json.BodyObject;
import io.lynchet.json.JsonNode;
import io.lynchet.json.JsonTree;
import io.lynchet.live.engine.LiveEngine;
import io.lynchet.live.engine.LiveServices;
import io.lynchet.live.frame.ResultFrames;
import io.lynchet.live.group.SubscribeFrame;
import io.lynchet.live.group.Subscription;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The handler of clients' frames about live queries. It checks them and hands them to the engine. */
final class SubscriptionFrames implements FrameHandler {
    static final int SUBSCRIPTIONS_MAX = 200;

    /** The longest frame of a query, in bytes; the frame is kept as long as the query is open. */
    static final int FRAME_BYTES_MAX = 64 * 1024;

    /** The bytes charged for a subscription, and for each byte of its parsed frame. */
    private static final int MEMBER_BYTES = 1_024;

    private static final int TREE_BYTES = 16;

    private static final String SUBSCRIBE = "subscribe";
    private static final String UNSUBSCRIBE = "unsubscribe";
    private static final Set<String> UNSUBSCRIBE_KEYS = Set.of("type", "id");

    private final LiveServices services;
    private final LiveEngine engine;
    private final Clock clock = Clock.systemUTC();
    private final Map<ClientSocket, Map<String, Subscription>> sockets = new ConcurrentHashMap<>();

    SubscriptionFrames(LiveServices services, LiveEngine engine) {
        this.services = services;
        this.engine = engine;
    }

    @Override
    public Set<String> types() {
        return Set.of(SUBSCRIBE, UNSUBSCRIBE);
    }

    @Override
    public void frame(ClientSocket socket, String type, byte[] json) {
        if (type.equals(SUBSCRIBE) && json.length > FRAME_BYTES_MAX) {
            throw new LynchetException(
                    ErrorCode.PAYLOAD_TOO_LARGE,
                    "A live query has at most " + FRAME_BYTES_MAX
                            + " bytes in its frame; subscribe to more rows at once.");
        }
        JsonNode frame = JsonTree.read(json);
        if (type.equals(SUBSCRIBE)) {
            subscribe(socket, SubscribeFrame.of(frame), json.length);
        } else {
            unsubscribe(socket, frame);
        }
    }

    private void subscribe(ClientSocket socket, SubscribeFrame frame, int length) {
        check(socket, frame);
        Subscription member =
                new Subscription(socket, frame, socket.principal(), MEMBER_BYTES + (long) length * TREE_BYTES);
        Map<String, Subscription> own = sockets.computeIfAbsent(socket, key -> new LinkedHashMap<>());
        synchronized (own) {
            own.values().removeIf(other -> other.state == Subscription.State.ENDED);
            if (own.containsKey(frame.id())) {
                throw new LynchetException(
                        ErrorCode.ID_CONFLICT, "This socket has a live query \"" + frame.id() + "\" already.");
            }
            if (own.size() >= SUBSCRIPTIONS_MAX) {
                throw new LynchetException(
                        ErrorCode.RATE_LIMITED,
                        "A socket has at most " + SUBSCRIPTIONS_MAX + " live queries; unsubscribe from one first.");
            }
            own.put(frame.id(), member);
        }
        if (!socket.isOpen()) {
            closed(socket);
            return;
        }
        engine.mailbox().request(() -> engine.memberships().join(member));
    }

    /** Checks the frame and the caller's rights before anything is kept, so that mistakes fail at once. */
    private void check(ClientSocket socket, SubscribeFrame frame) {
        Entity entity = services.data().<Entity>call(data -> data.entity(frame.entity()));
        frame.against(entity, socket.principal().admin());
        ReadScope scope = services.scopes().call(scopes -> scopes.scope(socket.principal(), entity, clock.instant()));
        if (scope.nothing()) {
            throw new LynchetException(ErrorCode.POLICY_DENIED, "Access denied by policy");
        }
    }

    private void unsubscribe(ClientSocket socket, JsonNode frame) {
        BodyObject body = new BodyObject(frame, UNSUBSCRIBE_KEYS);
        String id = SubscribeFrame.idOf(body);
        body.throwIfAny();
        Subscription member = null;
        Map<String, Subscription> own = sockets.get(socket);
        if (own != null) {
            synchronized (own) {
                member = own.remove(id);
            }
        }
        if (member == null) {
            throw new LynchetException(ErrorCode.NOT_FOUND, "This socket has no live query \"" + id + "\".");
        }
        Subscription leaving = member;
        engine.mailbox().request(() -> {
            engine.memberships().leave(leaving);
            socket.offer(ResultFrames.unsubscribed(id));
        });
    }

    @Override
    public void principalChanged(ClientSocket socket) {
        of(socket)
                .forEach(member ->
                        engine.mailbox().post(() -> engine.memberships().reconsider(member)));
    }

    @Override
    public void closed(ClientSocket socket) {
        List<Subscription> members = of(socket);
        if (sockets.remove(socket) != null) {
            engine.gone(socket);
        }
        members.forEach(
                member -> engine.mailbox().post(() -> engine.memberships().leave(member)));
    }

    @Override
    public long seq(ClientSocket socket) {
        List<Subscription> members = of(socket);
        if (members.isEmpty()) {
            return Long.MAX_VALUE;
        }
        long processed = engine.processed();
        long least = processed;
        for (Subscription member : members) {
            least = Math.min(least, member.toldUpTo(processed));
        }
        return least;
    }

    private List<Subscription> of(ClientSocket socket) {
        Map<String, Subscription> own = sockets.get(socket);
        if (own == null) {
            return List.of();
        }
        synchronized (own) {
            return List.copyOf(own.values());
        }
    }
}
