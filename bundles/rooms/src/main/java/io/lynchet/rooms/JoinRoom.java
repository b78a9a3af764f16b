// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.rooms;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.http.Answers;
import io.lynchet.api.http.HttpMethod;
import io.lynchet.api.http.Request;
import io.lynchet.api.http.Response;
import io.lynchet.api.http.Route;
import io.lynchet.api.http.RouteInfo;
import io.lynchet.json.JsonWriter;
import io.lynchet.json.SchemaText;
import java.util.List;
import java.util.Set;

/** Lets a person in who may be there, and answers who is there already. */
final class JoinRoom implements Route {
    private static final Set<String> KEYS = Set.of("room", "data", "user_id");
    private static final RouteInfo INFO = RouteInfo.of(HttpMethod.POST, "/api/rooms/join", "Joins a room.")
            .tagged("rooms")
            .leadingTo(new Answers.Lead(GetRoom.PATH, "/joined"))
            .failing(ErrorCode.INVALID_DATA, ErrorCode.NOT_IN_ROOM, ErrorCode.ROOM_LIMIT_REACHED)
            .schemas(
                    SchemaText.object("room", "room", Schemas.ROOM, "user_id", Schemas.ROOM, "data", "{}"),
                    SchemaText.object(
                            "joined,snapshot",
                            "joined",
                            Schemas.TEXT,
                            "member",
                            Schemas.MEMBER,
                            "snapshot",
                            "{\"type\":\"object\"}"));

    private final RoomTable table;
    private final Conduct conduct;

    JoinRoom(RoomTable table, Conduct conduct) {
        this.table = table;
        this.conduct = conduct;
    }

    @Override
    public RouteInfo info() {
        return INFO;
    }

    @Override
    public Response handle(Request request) {
        Actor caller = Actor.of(request.principal());
        RoomRequest wish = RoomRequest.of(request.body(), KEYS);
        conduct.pace("room-join", caller);
        Actor actor = caller.actingFor(wish.userId());
        return conduct.counted(() -> {
            table.join(actor, wish.room(), wish.data(), null);
            return Response.json(200, answer(actor, wish.room()));
        });
    }

    private byte[] answer(Actor actor, String room) {
        List<Member.Shown> members = table.members(actor, room).orElse(List.of());
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
