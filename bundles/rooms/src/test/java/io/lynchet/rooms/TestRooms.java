// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.rooms;

import io.lynchet.api.data.RoomRules;
import io.lynchet.api.http.Response;
import io.lynchet.api.http.Route;
import io.lynchet.api.lease.Gate;
import io.lynchet.api.principal.Caller;
import io.lynchet.api.principal.Principal;
import io.lynchet.json.JsonTree;
import io.lynchet.rooms.enforce.PresenceReaper;
import io.lynchet.rooms.enforce.RateLimiter;
import io.lynchet.rooms.enforce.RoomMetrics;
import io.lynchet.rooms.enforce.RoomRateLimits;
import io.lynchet.rooms.room.RoomClock;
import io.lynchet.rooms.room.RoomLimits;
import io.lynchet.rooms.room.RoomRights;
import io.lynchet.rooms.room.RoomTable;
import io.lynchet.rooms.routes.BroadcastToRoom;
import io.lynchet.rooms.routes.GetRoom;
import io.lynchet.rooms.routes.JoinRoom;
import io.lynchet.rooms.routes.LeaveRoom;
import io.lynchet.rooms.routes.ListRooms;
import io.lynchet.rooms.routes.SetPresence;
import io.lynchet.testkit.auth.FakeRequest;
import io.lynchet.testkit.socket.FakeSocket;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Rooms with a clock that stands still, and whose rounds the test makes itself. */
final class TestRooms implements AutoCloseable {
    final AtomicLong nanos = new AtomicLong();
    final Gate<RoomRules> gate = new Gate<>("rules");
    final RoomTable table;
    final RateLimiter speaking;
    final RateLimiter moving;
    final RoomMetrics metrics;
    final PresenceReaper reaper;
    final SocketRooms sockets;
    private final RoomRateLimits rateLimits;

    TestRooms(RoomRules rules, RoomLimits limits, int speedMax) {
        gate.bind(rules);
        RoomClock clock = new RoomClock(Clock.fixed(Instant.parse("2026-11-23T10:00:00Z"), ZoneOffset.UTC), nanos::get);
        RoomRights rights = new RoomRights(gate);
        table = new RoomTable(rights, limits, clock);
        metrics = new RoomMetrics(table::size, table.register());
        speaking = new RateLimiter(clock, speedMax, speedMax);
        moving = new RateLimiter(clock, speedMax, speedMax);
        rateLimits = new RoomRateLimits(speaking, moving, metrics);
        reaper = new PresenceReaper(table, rights, speaking, moving);
        sockets = new SocketRooms(table, rateLimits, reaper);
    }

    TestRooms(RoomRules rules) {
        this(rules, RoomLimits.USUAL, 1_000_000);
    }

    void pass(int seconds) {
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(seconds));
    }

    /** As many as it takes for everybody to be looked at again. */
    void rounds() {
        for (int i = 0; i < 4; i++) {
            reaper.round();
        }
    }

    FakeSocket socket(String person) {
        return new FakeSocket(Principal.user(person), 10_000);
    }

    /** @param json single quotes stand for double ones */
    void send(FakeSocket socket, String json) {
        byte[] text = json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
        sockets.frame(
                socket,
                (String) FakeSocket.plain(io.lynchet.api.socket.Frame.of(text)).get("type"),
                text);
    }

    void send(FakeSocket socket, String type, String room) {
        send(socket, "{'type':'" + type + "','room':'" + room + "'}");
    }

    void close(FakeSocket socket) {
        socket.shut();
        sockets.closed(socket);
    }

    Object call(Principal principal, String what, String json) {
        Route route = switch (what) {
            case "join" -> new JoinRoom(table, rateLimits);
            case "leave" -> new LeaveRoom(table, rateLimits);
            case "presence" -> new SetPresence(table, rateLimits);
            default -> new BroadcastToRoom(table, rateLimits);
        };
        return answer(route, as(FakeRequest.post("/api/rooms/" + what, json), principal));
    }

    Object list(Principal principal) {
        return answer(new ListRooms(table), as(FakeRequest.get("/api/rooms"), principal));
    }

    Object get(Principal principal, String room) {
        FakeRequest request = FakeRequest.get("/api/rooms/" + room).pathParameter("room", room);
        return answer(new GetRoom(table), as(request, principal));
    }

    private static FakeRequest as(FakeRequest request, Principal principal) {
        return request.by(Caller.unlimited(principal, Caller.Kind.SESSION, "s"));
    }

    private static Object answer(Route route, FakeRequest request) {
        try {
            Response response = route.handle(request);
            return JsonTree.read(response.bytes()).plain();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /** Nobody is left, and nothing that was kept for anybody. */
    boolean isEmpty() {
        return table.size() == 0
                && table.register().people() == 0
                && table.register().memberships() == 0
                && table.followers() == 0
                && table.lastWords().sockets() == 0
                && sockets.knownSockets() == 0;
    }

    static Map<String, Object> joined(String room, String person, Object data, String at) {
        Map<String, Object> frame = new HashMap<>(update(room, "join", person, data));
        frame.put("member", Map.of("user_id", person, "joined_at", at));
        return frame;
    }

    static Map<String, Object> update(String room, String action, String person, Object data) {
        Map<String, Object> update = new java.util.LinkedHashMap<>();
        update.put("type", "room-update");
        update.put("room", room);
        update.put("action", action);
        update.put("member", Map.of("user_id", person));
        if (data != null) {
            update.put("data", data);
        }
        return update;
    }

    @Override
    public void close() {
        reaper.close();
    }
}
