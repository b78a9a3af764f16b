// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.sync;

import io.lynchet.api.row.ChangeKind;
import io.lynchet.json.JsonNode;
import io.lynchet.json.JsonWriter;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a pushed change asks for, as bytes that are equal for equal changes: a client that sends one again may have written its JSON anew, with the members in
 * another order. The client's own name for a row that it inserts is no part of it.
 */
final class ChangeContent {
    private ChangeContent() {}

    static byte[] of(List<PushedChange> changes) {
        JsonWriter to = new JsonWriter(256).beginArray();
        for (PushedChange change : changes) {
            to.beginArray().value(change.entity()).value(change.kind().wireName());
            if (change.kind() != ChangeKind.INSERT) {
                to.value(change.rowId());
            }
            if (change.kind() != ChangeKind.DELETE) {
                write(to, change.data());
            }
            to.endArray();
        }
        return to.endArray().toBytes();
    }

    private static void write(JsonWriter to, JsonNode node) {
        if (node instanceof JsonNode.ObjectNode object) {
            to.beginObject();
            for (Map.Entry<String, JsonNode.Member> member : new TreeMap<>(object.byName()).entrySet()) {
                write(to.name(member.getKey()), member.getValue().value());
            }
            to.endObject();
        } else if (node instanceof JsonNode.ArrayNode array) {
            to.beginArray();
            array.items().forEach(item -> write(to, item));
            to.endArray();
        } else {
            to.node(node);
        }
    }
}
