// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.rooms.routes;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.http.HttpMethod;
import io.lynchet.api.http.Request;
import io.lynchet.api.http.Response;
import io.lynchet.api.http.Route;
import io.lynchet.api.http.RouteInfo;
import io.lynchet.json.JsonWriter;
import io.lynchet.json.row.SchemaText;
import io.lynchet.rooms.room.RoomActor;
import io.lynchet.rooms.room.RoomFrames;
import io.lynchet.rooms.room.RoomLimits;
import io.lynchet.rooms.room.RoomMember;
import io.lynchet.rooms.room.RoomTable;
import java.util.List;

/** The route that returns the members of a room to its members. For all others the room does not exist. */
public final class GetRoom implements Route {
    static final String PATH = "/api/rooms/{room...}";

    private static final RouteInfo INFO = RouteInfo.of(
                    HttpMethod.GET, PATH, "Returns the members of a room of the caller.")
            .tagged("rooms")
            .schemas(
                    null,
                    SchemaText.object(
                            "count,members,room",
                            "count",
                            RoomSchemas.COUNT,
                            "members",
                            SchemaText.array(RoomSchemas.MEMBER, RoomLimits.USUAL.members()),
                            "room",
                            RoomSchemas.TEXT));

    private final RoomTable table;

    public GetRoom(RoomTable table) {
        this.table = table;
    }

    @Override
    public RouteInfo info() {
        return INFO;
    }

    @Override
    public Response handle(Request request) {
        RoomActor actor = RoomActor.of(request.principal());
        String room = request.pathParameter("room");
        List<RoomMember.Shown> members = table.members(actor, room)
                .orElseThrow(() ->
                        new LynchetException(ErrorCode.NOT_FOUND, "The room does not exist, or you are not in it."));
        JsonWriter json = new JsonWriter(64 + 128 * members.size()).beginObject();
        json.name("count").value(members.size()).name("members").beginArray();
        members.forEach(member -> RoomFrames.write(json, member));
        return Response.json(
                200, json.endArray().name("room").value(room).endObject().toBytes());
    }
}
