// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.rest.transfer;

import io.lynchet.api.http.Content;
import io.lynchet.json.row.SchemaText;
import io.lynchet.rest.schema.RowSchemas;
import java.util.List;
import java.util.stream.Stream;

/** Newline-delimited JSON: one row on each line, with its entity. */
public final class JsonLines {
    /** The type of responses; requests may also use two older names. */
    public static final String CONTENT_TYPE = "application/x-ndjson";

    /** The description of a line. OpenAPI 3.1 can't describe lines, so the schema is that of one. */
    private static final String LINE = "{\"description\":\"Each line.\","
            + SchemaText.object("entity,data", "entity", RowSchemas.TEXT, "data", RowSchemas.ROW)
                    .substring(1);

    static final Content SENT = Content.of(CONTENT_TYPE, LINE);
    private static final List<Content> TAKEN = Stream.of(CONTENT_TYPE, "application/ndjson", "application/jsonl")
            .map(type -> Content.of(type, RowSchemas.orFailing(LINE)))
            .toList();

    private JsonLines() {}

    static Content[] taken() {
        return TAKEN.toArray(Content[]::new);
    }

    /** Returns whether a content type stands for newline-delimited JSON. */
    static boolean areNamedBy(String contentType) {
        return TAKEN.stream().anyMatch(content -> content.isNamedBy(contentType));
    }
}
