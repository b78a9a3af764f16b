// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.json.row;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.row.Change;
import io.lynchet.api.row.ChangeKind;
import io.lynchet.api.row.Row;
import io.lynchet.api.schema.Entity;
import io.lynchet.api.schema.Schema;
import io.lynchet.json.JsonWriter;
import io.lynchet.json.SourceText;
import java.io.IOException;
import java.time.Instant;
import java.util.Locale;

/** The codec of log entries as JSON, with rows of {@link RowCodec}: every value survives the round trip exactly. */
public final class ChangeCodec {
    private ChangeCodec() {}

    /** Encodes the change as UTF-8. */
    public static byte[] encode(Change change) {
        JsonWriter to = new JsonWriter(512).beginObject().name("seq").value(change.seq());
        to.name("at").value(change.at()).name("kind").value(change.kind().wireName());
        to.name("entity").value(change.entity()).name("id").value(change.id());
        if (!change.endsCommit()) {
            to.name("commit").value(change.commitSeq());
        }
        if (change.before() != null) {
            to.name("before").bytes(RowCodec.encode(change.before()));
        }
        if (change.after() != null) {
            to.name("after").bytes(RowCodec.encode(change.after()));
        }
        return to.endObject().toBytes();
    }

    /**
     * Decodes a change with rows of the schema's entities, without rows when the schema lacks its entity.
     *
     * @throws LynchetException {@code INVALID_JSON}, {@code INVALID_DATA} when {@link #encode} has not written the text
     */
    public static Change decode(byte[] text, Schema schema) {
        SourceText source = SourceText.stored(text);
        return source.parse(parser -> new Reading(source, parser, schema).change());
    }

    private static final class Reading {
        private final SourceText source;
        private final JsonParser parser;
        private final Schema schema;
        private long seq;
        private long commitSeq;
        private Instant at;
        private ChangeKind kind;
        private String entityName;
        private Entity entity;
        private String id;
        private Row before;
        private Row after;

        Reading(SourceText source, JsonParser parser, Schema schema) {
            this.source = source;
            this.parser = parser;
            this.schema = schema;
        }

        Change change() throws IOException {
            if (parser.currentToken() != JsonToken.START_OBJECT) {
                throw unreadable(null);
            }
            try {
                while (parser.nextToken() == JsonToken.FIELD_NAME) {
                    String name = parser.currentName();
                    parser.nextToken();
                    member(name);
                }
            } catch (IllegalArgumentException | java.time.DateTimeException e) {
                throw unreadable(e);
            }
            if (at == null || kind == null || entityName == null || id == null) {
                throw unreadable(null);
            }
            return whole();
        }

        /** Archives of the first versions lack the bounds of commits; each of their changes is a commit of its own. */
        private Change whole() {
            if (commitSeq == 0) {
                return Change.single(seq, entityName, id, kind, before, after, at);
            }
            if (commitSeq < seq) {
                throw unreadable(null);
            }
            return new Change(seq, commitSeq, entityName, id, kind, before, after, at);
        }

        private void member(String name) throws IOException {
            switch (name) {
                case "seq" -> seq = parser.getLongValue();
                case "commit" -> commitSeq = parser.getLongValue();
                case "at" -> at = Instant.parse(parser.getText());
                case "kind" -> kind = ChangeKind.valueOf(parser.getText().toUpperCase(Locale.ROOT));
                case "entity" -> {
                    entityName = parser.getText();
                    entity = schema.entityOrNull(entityName);
                }
                case "id" -> id = parser.getText();
                case "before" -> before = row();
                case "after" -> after = row();
                default -> parser.skipChildren();
            }
        }

        private Row row() throws IOException {
            if (entity == null) {
                parser.skipChildren();
                return null;
            }
            return RowCodec.row(source, parser, entity);
        }

        private static LynchetException unreadable(Exception cause) {
            return new LynchetException(ErrorCode.INVALID_DATA, "A stored change can't be read", cause);
        }
    }
}
