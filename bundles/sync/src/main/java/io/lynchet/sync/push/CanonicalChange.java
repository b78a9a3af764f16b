// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.sync.push;

import io.lynchet.api.row.ChangeKind;
import io.lynchet.json.JsonNode;
import io.lynchet.json.JsonWriter;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The content of a pushed change as bytes, equal for equal changes. A client that repeats a change may write its JSON
 * anew, with the members in another order. The client's own name for a row that it inserts is left out.
 */
final class CanonicalChange {
    private CanonicalChange() {}

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
