// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.rooms;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.http.HttpMethod;
import io.lynchet.api.http.Request;
import io.lynchet.api.http.Response;
import io.lynchet.api.http.Route;
import io.lynchet.api.http.RouteInfo;
import io.lynchet.json.JsonWriter;
import io.lynchet.json.SchemaText;
import java.util.List;

/** Who is in a room, for those who are. To all others it does not exist. */
final class GetRoom implements Route {
    static final String PATH = "/api/rooms/{room...}";

    private static final RouteInfo INFO = RouteInfo.of(HttpMethod.GET, PATH, "Tells who is in a room of the caller.")
            .tagged("rooms")
            .schemas(
                    null,
                    SchemaText.object(
                            "count,members,room",
                            "count",
                            Schemas.COUNT,
                            "members",
                            SchemaText.array(Schemas.MEMBER, RoomLimits.USUAL.members()),
                            "room",
                            Schemas.TEXT));

    private final RoomTable table;

    GetRoom(RoomTable table) {
        this.table = table;
    }

    @Override
    public RouteInfo info() {
        return INFO;
    }

    @Override
    public Response handle(Request request) {
        Actor actor = Actor.of(request.principal());
        String room = request.pathParameter("room");
        List<Member.Shown> members = table.members(actor, room)
                .orElseThrow(() -> new LynchetException(ErrorCode.NOT_FOUND, "There is no such room for you."));
        JsonWriter json = new JsonWriter(64 + 128 * members.size()).beginObject();
        json.name("count").value(members.size()).name("members").beginArray();
        members.forEach(member -> RoomFrames.write(json, member));
        return Response.json(
                200, json.endArray().name("room").value(room).endObject().toBytes());
    }
}
