// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.rest.transfer;

import io.lynchet.api.LynchetException;
import io.lynchet.api.http.Response;
import io.lynchet.json.ErrorBody;
import io.lynchet.json.JsonWriter;
import io.lynchet.rest.record.WriteAnswers;
import java.util.LinkedHashMap;
import java.util.Map;

/** The outcome of an import. */
final class ImportReport {
    private static final int ERRORS_MAX = 1_000;
    private static final int ENTITIES_MAX = 1_000;

    private final Map<String, Counts> byEntity = new LinkedHashMap<>();
    private final JsonWriter errors = new JsonWriter().beginArray();
    private int shown;
    private long imported;
    private long failed;
    private long seq;

    private static final class Counts {
        private long inserted;
        private long failed;
    }

    void inserted(String entity, long atSeq) {
        imported++;
        seq = Math.max(seq, atSeq);
        byEntity.computeIfAbsent(entity, any -> new Counts()).inserted++;
    }

    /** @param entity null when not even that is known */
    void failed(String at, String entity, String id, LynchetException error) {
        failed++;
        // Unknown names come from the file, so their number is limited.
        if (entity != null && (byEntity.size() < ENTITIES_MAX || byEntity.containsKey(entity))) {
            byEntity.computeIfAbsent(entity, any -> new Counts()).failed++;
        }
        if (shown++ >= ERRORS_MAX) {
            return;
        }
        errors.beginObject().name("at").value(at);
        if (entity != null) {
            errors.name("entity").value(entity);
        }
        if (id != null) {
            errors.name("id").value(id);
        }
        errors.name("error");
        ErrorBody.write(errors, error, null).endObject();
    }

    long imported() {
        return imported;
    }

    Response answer() {
        JsonWriter json = new JsonWriter().beginObject();
        json.name("imported")
                .value(imported)
                .name("failed")
                .value(failed)
                .name("by_entity")
                .beginArray();
        byEntity.forEach((entity, counts) -> json.beginObject()
                .name("entity")
                .value(entity)
                .name("inserted")
                .value(counts.inserted)
                .name("failed")
                .value(counts.failed)
                .endObject());
        json.endArray().name("errors").bytes(errors.endArray().toBytes());
        json.name("errors_truncated").value(shown > ERRORS_MAX).endObject();
        Response response = Response.json(200, json.toBytes());
        return seq == 0 ? response : response.with(WriteAnswers.SEQ_HEADER, Long.toString(seq));
    }
}
