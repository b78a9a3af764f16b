// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.rooms.routes;

import io.lynchet.api.room.RoomName;
import io.lynchet.json.row.SchemaText;

/** The parts of the JSON schemas that describe the routes. */
final class RoomSchemas {
    static final String TEXT = "{\"type\":\"string\"}";
    static final String TRUTH = "{\"type\":\"boolean\"}";
    static final String COUNT = "{\"type\":\"integer\"}";
    /** {@link RoomName} refuses more than control characters; a pattern can't tell which characters are assigned. */
    static final String ROOM = "{\"type\":\"string\",\"minLength\":1,\"maxLength\":" + RoomName.CHARS_MAX
            + ",\"pattern\":\"^[^\\\\x00-\\\\x1f\\\\x7f-\\\\x9f]+$\"}";

    static final String MEMBER =
            SchemaText.object("user_id,data,joined_at", "user_id", TEXT, "data", "{}", "joined_at", TEXT);

    private RoomSchemas() {}
}
