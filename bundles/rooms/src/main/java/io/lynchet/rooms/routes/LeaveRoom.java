// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.rooms.routes;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.http.HttpMethod;
import io.lynchet.api.http.Request;
import io.lynchet.api.http.Response;
import io.lynchet.api.http.Route;
import io.lynchet.api.http.RouteInfo;
import io.lynchet.json.JsonWriter;
import io.lynchet.json.row.SchemaText;
import io.lynchet.rooms.enforce.RoomRateLimits;
import io.lynchet.rooms.room.RoomActor;
import io.lynchet.rooms.room.RoomTable;
import java.util.Set;

/**
 * The route that removes a person with all their sockets. Leaving a room that they are not in changes nothing and is no
 * error.
 */
public final class LeaveRoom implements Route {
    private static final Set<String> KEYS = Set.of("room", "user_id");
    private static final RouteInfo INFO = RouteInfo.of(HttpMethod.POST, "/api/rooms/leave", "Leaves a room.")
            .tagged("rooms")
            .failing(ErrorCode.INVALID_DATA, ErrorCode.NOT_IN_ROOM)
            .schemas(
                    SchemaText.object("room", "room", RoomSchemas.ROOM, "user_id", RoomSchemas.ROOM),
                    SchemaText.object("left,was_present", "left", RoomSchemas.TEXT, "was_present", RoomSchemas.TRUTH));

    private final RoomTable table;
    private final RoomRateLimits rateLimits;

    public LeaveRoom(RoomTable table, RoomRateLimits rateLimits) {
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
        rateLimits.pace("room-leave", caller);
        RoomActor actor = caller.actingFor(wish.userId());
        boolean was = table.leave(actor.person(), wish.room());
        JsonWriter json = new JsonWriter(64).beginObject().name("left").value(wish.room());
        return Response.json(
                200, json.name("was_present").value(was).endObject().toBytes());
    }
}
