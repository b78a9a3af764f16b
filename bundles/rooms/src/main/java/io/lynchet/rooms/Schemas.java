// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.rooms;

import io.lynchet.api.room.RoomName;
import io.lynchet.json.SchemaText;

/** Pieces of the JSON schemas by which the routes describe themselves. */
final class Schemas {
    static final String TEXT = "{\"type\":\"string\"}";
    static final String TRUTH = "{\"type\":\"boolean\"}";
    static final String COUNT = "{\"type\":\"integer\"}";
    /** {@link RoomName} refuses more than controls: which characters are assigned is nothing that a pattern can tell. */
    static final String ROOM = "{\"type\":\"string\",\"minLength\":1,\"maxLength\":" + RoomName.CHARS_MAX
            + ",\"pattern\":\"^[^\\\\x00-\\\\x1f\\\\x7f-\\\\x9f]+$\"}";

    static final String MEMBER =
            SchemaText.object("user_id,data,joined_at", "user_id", TEXT, "data", "{}", "joined_at", TEXT);

    private Schemas() {}
}
