// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.http.routes;

import io.lynchet.api.http.Content;
import io.lynchet.json.SchemaText;
import java.util.List;
import java.util.stream.Stream;

/** Newline-delimited JSON: one row on each line, with the entity that it belongs to. */
final class JsonLines {
    /** The type that we send; two older names are taken, too. */
    static final String CONTENT_TYPE = "application/x-ndjson";

    /** How they are described. OpenAPI 3.1 has no word for lines, so the schema is that of one. */
    private static final String LINE = "{\"description\":\"Each line.\","
            + SchemaText.object("entity,data", "entity", Schemas.TEXT, "data", Schemas.ROW)
                    .substring(1);

    static final Content SENT = Content.of(CONTENT_TYPE, LINE);
    private static final List<Content> TAKEN = Stream.of(CONTENT_TYPE, "application/ndjson", "application/jsonl")
            .map(type -> Content.of(type, Schemas.orFailing(LINE)))
            .toList();

    private JsonLines() {}

    static Content[] taken() {
        return TAKEN.toArray(Content[]::new);
    }

    /** Whether a content type stands for newline-delimited JSON. */
    static boolean areNamedBy(String contentType) {
        return TAKEN.stream().anyMatch(content -> content.isNamedBy(contentType));
    }
}
