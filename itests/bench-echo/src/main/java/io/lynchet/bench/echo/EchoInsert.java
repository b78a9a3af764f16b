// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.bench.echo;

import io.lynchet.api.http.AnswerHeader;
import io.lynchet.api.http.HttpMethod;
import io.lynchet.api.http.Request;
import io.lynchet.api.http.Response;
import io.lynchet.api.http.Route;
import io.lynchet.api.http.RouteInfo;
import io.lynchet.api.row.Draft;
import io.lynchet.api.schema.Entity;
import io.lynchet.api.schema.Field;
import io.lynchet.api.schema.FieldType;
import io.lynchet.json.JsonWriter;
import io.lynchet.json.row.DraftReader;
import io.lynchet.json.row.DraftRules;
import java.util.List;
import org.osgi.service.component.annotations.Component;

/**
 * Reads an insert of the benchmark's entity with the reader that inserts use, and answers as an insert does. Stores
 * nothing.
 */
@Component
public final class EchoInsert implements Route {

    private static final String ID = "0123456789abcdef0123456789abcdef01234567";

    private final Entity entity = new Entity(
            "Todo",
            List.of(
                    Field.of("title", FieldType.STRING, false),
                    Field.of("done", FieldType.BOOL, false),
                    Field.of("owner", FieldType.STRING, true)),
            List.of(),
            List.of(),
            false);

    private final RouteInfo info = RouteInfo.of(
                    HttpMethod.POST, "/api/bench/echo", "Reads a row and answers as if it had been inserted")
            .succeeding(201)
            .sending(AnswerHeader.always("X-Pylon-Change-Seq", "As an insert has it."));

    @Override
    public RouteInfo info() {
        return info;
    }

    @Override
    public Response handle(Request request) {
        Draft draft = DraftReader.read(request.body(), entity, DraftRules.CALLER);
        String id = draft.id() == null ? ID : draft.id();
        JsonWriter json = new JsonWriter(64);
        return Response.json(
                        201, json.beginObject().name("id").value(id).endObject().toBytes())
                .with("X-Pylon-Change-Seq", "1");
    }
}
