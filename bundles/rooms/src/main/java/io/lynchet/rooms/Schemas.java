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
    static final String ROOM = "{\"type\":\"string\",\"minLength\":1,\"maxLength\":" + RoomName.CHARS_MAX + "}";
    static final String MEMBER =
            SchemaText.object("user_id,data,joined_at", "user_id", TEXT, "data", "{}", "joined_at", TEXT);

    private Schemas() {}
}
