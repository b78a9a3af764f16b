// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.rooms.routes;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.http.HttpMethod;
import io.lynchet.api.http.Request;
import io.lynchet.api.http.Response;
import io.lynchet.api.http.Route;
import io.lynchet.api.http.RouteAnswers;
import io.lynchet.api.http.RouteInfo;
import io.lynchet.json.JsonWriter;
import io.lynchet.json.row.SchemaText;
import io.lynchet.rooms.enforce.RoomRateLimits;
import io.lynchet.rooms.room.RoomActor;
import io.lynchet.rooms.room.RoomFrames;
import io.lynchet.rooms.room.RoomMember;
import io.lynchet.rooms.room.RoomTable;
import java.util.List;
import java.util.Set;

/** The route that adds a person to a room if the rules allow it, and returns the members. */
public final class JoinRoom implements Route {
    private static final Set<String> KEYS = Set.of("room", "data", "user_id");
    private static final RouteInfo INFO = RouteInfo.of(HttpMethod.POST, "/api/rooms/join", "Joins a room.")
            .tagged("rooms")
            .leadingTo(new RouteAnswers.Lead(GetRoom.PATH, "/joined"))
            .failing(ErrorCode.INVALID_DATA, ErrorCode.NOT_IN_ROOM, ErrorCode.ROOM_LIMIT_REACHED)
            .schemas(
                    SchemaText.object("room", "room", RoomSchemas.ROOM, "user_id", RoomSchemas.ROOM, "data", "{}"),
                    SchemaText.object(
                            "joined,snapshot",
                            "joined",
                            RoomSchemas.TEXT,
                            "member",
                            RoomSchemas.MEMBER,
                            "snapshot",
                            "{\"type\":\"object\"}"));

    private final RoomTable table;
    private final RoomRateLimits rateLimits;

    public JoinRoom(RoomTable table, RoomRateLimits rateLimits) {
        this.table = table;
        this.rateLimits = rateLimits;
    }

    @Override
    public RouteInfo info() {
        return INFO;
    }

    @Override
    public Response handle(Request request) {
        RoomActor caller = RoomActor.of(request.principal());
        RoomRequest wish = RoomRequest.of(request.body(), KEYS);
        rateLimits.pace("room-join", caller);
        RoomActor actor = caller.actingFor(wish.userId());
        return rateLimits.counted(() -> {
            table.join(actor, wish.room(), wish.data(), null);
            return Response.json(200, answer(actor, wish.room()));
        });
    }

    private byte[] answer(RoomActor actor, String room) {
        List<RoomMember.Shown> members = table.members(actor, room).orElse(List.of());
        JsonWriter json = new JsonWriter(128 + 128 * members.size());
        json.beginObject().name("joined").value(room);
        members.stream()
                .filter(member -> member.person().equals(actor.person()))
                .forEach(member -> RoomFrames.write(json.name("member"), member));
        json.name("snapshot").beginObject().name("type").value("snapshot");
        json.name("room").value(room).name("peers").beginArray();
        members.stream()
                .filter(member -> !member.person().equals(actor.person()))
                .forEach(member -> RoomFrames.write(json, member));
        return json.endArray().endObject().endObject().toBytes();
    }
}
