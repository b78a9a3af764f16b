// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.rooms;

import io.lynchet.api.auth.Caller;
import io.lynchet.api.auth.Principal;
import io.lynchet.api.data.RoomRules;
import io.lynchet.api.http.Response;
import io.lynchet.api.http.Route;
import io.lynchet.api.lease.Gate;
import io.lynchet.json.JsonTree;
import io.lynchet.testkit.auth.FakeRequest;
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
    final Pace speaking;
    final Pace moving;
    final RoomFigures figures;
    final Caretaker caretaker;
    final SocketRooms sockets;
    private final Conduct conduct;

    TestRooms(RoomRules rules, RoomLimits limits, int speedMax) {
        gate.bind(rules);
        RoomClock clock = new RoomClock(Clock.fixed(Instant.parse("2026-11-23T10:00:00Z"), ZoneOffset.UTC), nanos::get);
        Rights rights = new Rights(gate);
        table = new RoomTable(rights, limits, clock);
        figures = new RoomFigures(table::size, table.register());
        speaking = new Pace(clock, speedMax, speedMax);
        moving = new Pace(clock, speedMax, speedMax);
        conduct = new Conduct(speaking, moving, figures);
        caretaker = new Caretaker(table, rights, speaking, moving);
        sockets = new SocketRooms(table, conduct, caretaker);
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
            caretaker.round();
        }
    }

    FakeSocket socket(String person) {
        return new FakeSocket(Principal.user(person));
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
            case "join" -> new JoinRoom(table, conduct);
            case "leave" -> new LeaveRoom(table, conduct);
            case "presence" -> new SetPresence(table, conduct);
            default -> new BroadcastToRoom(table, conduct);
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
        caretaker.close();
    }
}
