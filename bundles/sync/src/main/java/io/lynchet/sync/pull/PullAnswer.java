// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.sync.pull;

import io.lynchet.api.LynchetException;
import io.lynchet.api.http.Response;
import io.lynchet.json.JsonWriter;
import io.lynchet.json.row.SchemaText;
import io.lynchet.sync.event.RowEvent;
import io.lynchet.sync.event.ScopeToken;
import java.util.List;

/** The responses to a pull. */
final class PullAnswer {
    static final String SCHEMA = SchemaText.object(
            "changes,cursor,has_more",
            "changes",
            "{\"type\":\"array\",\"items\":{\"type\":\"object\",\"required\":"
                    + "[\"seq\",\"entity\",\"row_id\",\"kind\",\"data\",\"timestamp\"]}}",
            "cursor",
            SchemaText.object(
                    "last_seq,epoch,scope",
                    "last_seq",
                    "{\"type\":\"integer\"}",
                    "epoch",
                    "{\"type\":\"integer\"}",
                    "scope",
                    "{\"type\":\"string\"}"),
            "has_more",
            "{\"type\":\"boolean\"}",
            "snapshot_after",
            "{\"type\":[\"string\",\"null\"]}");

    private PullAnswer() {}

    static Response delta(List<RowEvent> events, long through, boolean hasMore, ScopeToken scope) {
        return answer(begin(events, through, hasMore, scope));
    }

    /**
     * Returns the response with a page of a snapshot.
     *
     * @param next null on the last page, which carries the cursor
     * @param shown the seq of the rows of the page
     */
    static Response snapshot(List<RowEvent> events, SnapshotToken begin, SnapshotToken next, long shown) {
        ScopeToken scope = next == null ? begin.scope().shown(begin.seq(), shown) : begin.scope();
        JsonWriter json = begin(events, next == null ? begin.seq() : 0, next != null, scope);
        json.name("snapshot_after").value(next == null ? null : next.toString());
        return answer(json);
    }

    private static JsonWriter begin(List<RowEvent> events, long lastSeq, boolean hasMore, ScopeToken scope) {
        int bytes = events.stream().mapToInt(event -> event.json().length + 1).sum();
        JsonWriter json = new JsonWriter(bytes + 512);
        json.beginObject().name("changes").beginArray();
        events.forEach(event -> json.bytes(event.json()));
        json.endArray().name("cursor").beginObject();
        json.name("last_seq").value(lastSeq).name("epoch").value(scope.epoch());
        json.name("scope").value(scope.toString()).endObject();
        return json.name("has_more").value(hasMore);
    }

    private static Response answer(JsonWriter json) {
        return Response.json(200, json.endObject().toBytes());
    }

    /**
     * Returns the response that asks the client to start over.
     *
     * @param oldest the oldest cursor that the log reaches
     */
    static Response resync(LynchetException error, long oldest) {
        JsonWriter json = new JsonWriter(256).beginObject().name("error").beginObject();
        json.name("code").value(error.code().name());
        json.name("message").value(error.getMessage());
        json.name("hint").value(error.code().hint());
        json.name("oldest_seq").value(oldest).endObject();
        return Response.json(error.code().status(), json.endObject().toBytes());
    }
}
