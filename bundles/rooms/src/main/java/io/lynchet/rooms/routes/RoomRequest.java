// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.rooms.routes;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.JsonText;
import io.lynchet.api.LynchetException;
import io.lynchet.api.room.RoomName;
import io.lynchet.json.BodyObject;
import io.lynchet.json.JsonNode;
import io.lynchet.json.JsonTree;
import io.lynchet.rooms.room.RoomLimits;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/**
 * The request of a call or a frame about a room.
 *
 * @param data null when there is none
 * @param topic null when there is none
 * @param userId the user for whom an admin acts, or null
 * @param id of the frame, or null
 */
public record RoomRequest(String room, JsonText data, String topic, String userId, JsonNode id) {
    static final int TOPIC_CHARS_MAX = 200;
    private static final int ID_CHARS_MAX = 100;
    private static final JsonText NOTHING = new JsonText("{}");

    /**
     * Parses a request. Fails with {@code MISSING_ROOM}, {@code MISSING_TOPIC}, or all problems of its shape.
     *
     * @param known the allowed members
     */
    public static RoomRequest of(byte[] json, Set<String> known) {
        BodyObject body = new BodyObject(JsonTree.read(json), known);
        needed(body, "room", ErrorCode.MISSING_ROOM);
        if (known.contains("topic")) {
            needed(body, "topic", ErrorCode.MISSING_TOPIC);
        }
        String room = name(body, "room", RoomName.CHARS_MAX);
        String topic = known.contains("topic") ? name(body, "topic", TOPIC_CHARS_MAX) : null;
        String userId = known.contains("user_id") ? name(body, "user_id", RoomName.CHARS_MAX) : null;
        JsonText data = known.contains("data") ? data(body) : null;
        JsonNode id = known.contains("id") ? id(body) : null;
        body.throwIfAny();
        return new RoomRequest(room, data, topic, userId, id);
    }

    /** Returns the data that was sent, or an empty object. */
    public JsonText dataOrNothing() {
        return data == null ? NOTHING : data;
    }

    private static void needed(BodyObject body, String key, ErrorCode code) {
        JsonNode value = body.get(key);
        if (value == null || value.isNull()) {
            throw new LynchetException(code, "\"" + key + "\" is missing.");
        }
    }

    private static String name(BodyObject body, String key, int max) {
        String text = body.optionalText(key);
        if (text != null && (text.length() > max || !RoomName.isValid(text))) {
            body.problem(body.get(key), "\"" + key + "\" must be 1 to " + max + " printable characters.");
        }
        return text;
    }

    private static JsonText data(BodyObject body) {
        JsonNode given = body.get("data");
        if (given == null) {
            return null;
        }
        JsonText data = given.text();
        if (data.text().getBytes(StandardCharsets.UTF_8).length > RoomLimits.DATA_BYTES_MAX) {
            body.problem(
                    given,
                    ErrorCode.PAYLOAD_TOO_LARGE,
                    "\"data\" may have " + RoomLimits.DATA_BYTES_MAX + " bytes at most.");
        }
        return data;
    }

    private static JsonNode id(BodyObject body) {
        String id = body.optionalText("id");
        if (id != null && id.length() > ID_CHARS_MAX) {
            body.problem(body.get("id"), "\"id\" may have " + ID_CHARS_MAX + " characters at most.");
        }
        return body.get("id");
    }
}
