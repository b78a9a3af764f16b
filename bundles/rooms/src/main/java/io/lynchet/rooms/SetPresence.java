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

/** Changes what a member tells about themselves. */
final class SetPresence implements Route {
    private static final Set<String> KEYS = Set.of("room", "data", "user_id");
    private static final RouteInfo INFO = RouteInfo.of(
                    HttpMethod.POST, "/api/rooms/presence", "Changes what the others in a room see of the caller.")
            .tagged("rooms")
            .failing(ErrorCode.INVALID_DATA, ErrorCode.NOT_IN_ROOM)
            .schemas(
                    SchemaText.object("room", "room", Schemas.ROOM, "user_id", Schemas.ROOM, "data", "{}"),
                    SchemaText.object("updated", "updated", Schemas.TRUTH));

    private final RoomTable table;
    private final Conduct conduct;

    SetPresence(RoomTable table, Conduct conduct) {
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
        conduct.pace("presence", caller);
        Actor actor = caller.actingFor(wish.userId());
        return conduct.counted(() -> {
            table.present(actor, wish.room(), wish.dataOrNothing(), false);
            conduct.message();
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
