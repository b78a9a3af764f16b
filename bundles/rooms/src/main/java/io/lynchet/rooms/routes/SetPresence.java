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

/** The route that changes a member's data. */
public final class SetPresence implements Route {
    private static final Set<String> KEYS = Set.of("room", "data", "user_id");
    private static final RouteInfo INFO = RouteInfo.of(
                    HttpMethod.POST,
                    "/api/rooms/presence",
                    "Sets the caller's presence in a room, which the other members see.")
            .tagged("rooms")
            .failing(ErrorCode.INVALID_DATA, ErrorCode.NOT_IN_ROOM)
            .schemas(
                    SchemaText.object("room", "room", RoomSchemas.ROOM, "user_id", RoomSchemas.ROOM, "data", "{}"),
                    SchemaText.object("updated", "updated", RoomSchemas.TRUTH));

    private final RoomTable table;
    private final RoomRateLimits rateLimits;

    public SetPresence(RoomTable table, RoomRateLimits rateLimits) {
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
        rateLimits.pace("presence", caller);
        RoomActor actor = caller.actingFor(wish.userId());
        return rateLimits.counted(() -> {
            table.present(actor, wish.room(), wish.dataOrNothing(), false);
            rateLimits.message();
            return Response.json(
                    200,
                    new JsonWriter(32)
                            .beginObject()
                            .name("updated")
                            .value(true)
                            .endObject()
                            .toBytes());
        });
    }
}
