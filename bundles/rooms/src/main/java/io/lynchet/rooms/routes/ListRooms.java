// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.rooms.routes;

import io.lynchet.api.http.HttpMethod;
import io.lynchet.api.http.Request;
import io.lynchet.api.http.Response;
import io.lynchet.api.http.Route;
import io.lynchet.api.http.RouteAnswers;
import io.lynchet.api.http.RouteInfo;
import io.lynchet.json.JsonWriter;
import io.lynchet.json.row.SchemaText;
import io.lynchet.rooms.room.Room;
import io.lynchet.rooms.room.RoomActor;
import io.lynchet.rooms.room.RoomLimits;
import io.lynchet.rooms.room.RoomTable;
import java.util.List;

/** The route that lists the caller's rooms; all rooms for admins. */
public final class ListRooms implements Route {
    private static final RouteInfo INFO = RouteInfo.of(HttpMethod.GET, "/api/rooms", "Lists the rooms of the caller.")
            .tagged("rooms")
            .leadingTo(new RouteAnswers.Lead(GetRoom.PATH, "/0/name"))
            .schemas(
                    null,
                    SchemaText.array(
                            SchemaText.object("members,name", "members", RoomSchemas.COUNT, "name", RoomSchemas.TEXT),
                            RoomLimits.USUAL.rooms()));

    private final RoomTable table;

    public ListRooms(RoomTable table) {
        this.table = table;
    }

    @Override
    public RouteInfo info() {
        return INFO;
    }

    @Override
    public Response handle(Request request) {
        List<Room> rooms = table.visible(RoomActor.of(request.principal()));
        JsonWriter json = new JsonWriter(16 + 48 * rooms.size()).beginArray();
        for (Room room : rooms) {
            json.beginObject().name("members").value(room.size());
            json.name("name").value(room.name()).endObject();
        }
        return Response.json(200, json.endArray().toBytes());
    }
}
