// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.rooms;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.http.HttpMethod;
import io.lynchet.api.http.Request;
import io.lynchet.api.http.Response;
import io.lynchet.api.http.Route;
import io.lynchet.api.http.RouteInfo;
import io.lynchet.json.JsonWriter;
import io.lynchet.json.SchemaText;
import java.util.Set;

/** Lets a person go, with all their sockets. Leaving a room that they are not in changes nothing and is no error. */
final class LeaveRoom implements Route {
    private static final Set<String> KEYS = Set.of("room", "user_id");
    private static final RouteInfo INFO = RouteInfo.of(HttpMethod.POST, "/api/rooms/leave", "Leaves a room.")
            .tagged("rooms")
            .failing(ErrorCode.INVALID_DATA, ErrorCode.NOT_IN_ROOM)
            .schemas(
                    SchemaText.object("room", "room", Schemas.ROOM, "user_id", Schemas.ROOM),
                    SchemaText.object("left,was_present", "left", Schemas.TEXT, "was_present", Schemas.TRUTH));

    private final RoomTable table;
    private final Conduct conduct;

    LeaveRoom(RoomTable table, Conduct conduct) {
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
        conduct.pace("room-leave", caller);
        Actor actor = caller.actingFor(wish.userId());
        boolean was = table.leave(actor.person(), wish.room());
        JsonWriter json = new JsonWriter(64).beginObject().name("left").value(wish.room());
        return Response.json(
                200, json.name("was_present").value(was).endObject().toBytes());
    }
}
