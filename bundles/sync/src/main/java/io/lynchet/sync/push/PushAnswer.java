// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.sync.push;

import io.lynchet.json.ErrorBody;
import io.lynchet.json.JsonWriter;
import io.lynchet.json.row.SchemaText;
import java.util.List;

/**
 * The response to a push. A failure says what the same write by another path would say, and never names the rule that
 * refused it.
 */
final class PushAnswer {
    static final String SCHEMA = SchemaText.object(
            "applied,deduped,errors,cursor,results",
            "applied",
            "{\"type\":\"integer\"}",
            "deduped",
            "{\"type\":\"integer\"}",
            "errors",
            "{\"type\":\"array\",\"items\":{\"type\":\"string\"}}",
            "cursor",
            SchemaText.object("last_seq", "last_seq", "{\"type\":\"integer\"}"),
            "results",
            SchemaText.array(
                    "{\"type\":\"object\",\"required\":[\"entity\",\"kind\",\"row_id\",\"status\"]}",
                    PushRequest.CHANGES_MAX));

    private PushAnswer() {}

    static byte[] of(List<PushOutcome> outcomes, long head) {
        JsonWriter json = new JsonWriter(128 + 160 * outcomes.size());
        json.beginObject().name("applied").value(count(outcomes, false));
        json.name("deduped").value(count(outcomes, true));
        json.name("errors").beginArray();
        for (PushOutcome outcome : outcomes) {
            if (outcome.failure() != null) {
                PushedChange change = outcome.change();
                json.value(change.kind().wireName() + " " + change.entity() + "/" + change.rowId() + ": "
                        + outcome.failure().getMessage());
            }
        }
        json.endArray()
                .name("cursor")
                .beginObject()
                .name("last_seq")
                .value(head)
                .endObject();
        json.name("results").beginArray();
        outcomes.forEach(outcome -> result(json, outcome));
        return json.endArray().endObject().toBytes();
    }

    private static long count(List<PushOutcome> outcomes, boolean replayed) {
        return outcomes.stream()
                .filter(outcome -> outcome.failure() == null && outcome.replayed() == replayed)
                .count();
    }

    private static void result(JsonWriter json, PushOutcome outcome) {
        PushedChange change = outcome.change();
        json.beginObject();
        if (change.opId() != null) {
            json.name("op_id").value(change.opId());
        }
        json.name("entity")
                .value(change.entity())
                .name("kind")
                .value(change.kind().wireName());
        if (outcome.failure() != null) {
            json.name("row_id")
                    .value(change.rowId())
                    .name("status")
                    .value("error")
                    .name("error");
            ErrorBody.write(json, outcome.failure(), null);
        } else {
            json.name("row_id").value(outcome.item().id());
            json.name("seq").value(outcome.seq());
            json.name("status").value(outcome.replayed() ? "replayed" : "applied");
        }
        json.endObject();
    }
}
