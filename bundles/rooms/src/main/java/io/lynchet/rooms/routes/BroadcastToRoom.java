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

/** The route that sends a member's message to all followers of a room, the sender included. */
public final class BroadcastToRoom implements Route {
    private static final Set<String> KEYS = Set.of("room", "topic", "data", "user_id");
    private static final RouteInfo INFO = RouteInfo.of(
                    HttpMethod.POST, "/api/rooms/broadcast", "Sends a message to all members of a room.")
            .tagged("rooms")
            .failing(ErrorCode.INVALID_DATA, ErrorCode.NOT_IN_ROOM)
            .schemas(
                    SchemaText.object(
                            "room,topic",
                            "room",
                            RoomSchemas.ROOM,
                            "user_id",
                            RoomSchemas.ROOM,
                            "topic",
                            RoomSchemas.ROOM,
                            "data",
                            "{}"),
                    SchemaText.object("broadcasted", "broadcasted", RoomSchemas.TRUTH));

    private final RoomTable table;
    private final RoomRateLimits rateLimits;

    public BroadcastToRoom(RoomTable table, RoomRateLimits rateLimits) {
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
        rateLimits.pace("topic", caller);
        RoomActor actor = caller.actingFor(wish.userId());
        return rateLimits.counted(() -> {
            table.broadcast(actor, wish.room(), wish.topic(), wish.dataOrNothing(), false);
            rateLimits.message();
            return Response.json(
                    200,
                    new JsonWriter(32)
                            .beginObject()
                            .name("broadcasted")
                            .value(true)
                            .endObject()
                            .toBytes());
        });
    }
}
