// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.sync.event;

import io.lynchet.api.row.Row;
import io.lynchet.json.JsonWriter;
import java.time.Instant;

/** What one commit did to one row, as the callers of a group see it. Immutable and thread-safe. */
public final class RowEvent {
    private static final String DELETE = "delete";

    private final long seq;
    private final Instant at;
    private final Told told;
    private final byte[] json;
    private final boolean more;

    /**
     * The subject of an event.
     *
     * @param had whether the callers saw the row before
     * @param gone whether they no longer see it
     */
    private record Told(CommitStep.Key row, boolean had, boolean gone) {}

    private RowEvent(long seq, Instant at, Told told, byte[] json, boolean more) {
        this.seq = seq;
        this.at = at;
        this.told = told;
        this.json = json;
        this.more = more;
    }

    /** Returns the seq of the commit. */
    public long seq() {
        return seq;
    }

    public String entity() {
        return told.row().entity();
    }

    public CommitStep.Key row() {
        return told.row();
    }

    /** Tells whether the callers saw the row before the commit. */
    public boolean had() {
        return told.had();
    }

    public boolean isDelete() {
        return told.gone();
    }

    /** Returns the event as a JSON object in UTF-8; the caller must not change it. */
    public byte[] json() {
        return json;
    }

    /** Tells whether further events of the same commit follow this one. */
    public boolean more() {
        return more;
    }

    /** Returns the same event for callers that had the row before, or did not. */
    public RowEvent withHad(boolean had) {
        return had == had() ? this : new RowEvent(seq, at, new Told(row(), had, isDelete()), json, more);
    }

    /** Returns an event in place of this one that says only that the row leaves. */
    public RowEvent gone(JsonWriter writer) {
        return deletion(seq, at, new Told(row(), had(), true), more, writer);
    }

    // No image: a client whose row leaves may not be allowed to know what was written to it last.
    private static RowEvent deletion(long seq, Instant at, Told told, boolean more, JsonWriter writer) {
        begin(seq, told.row(), DELETE, writer).beginObject();
        writer.name("id").value(told.row().id()).endObject();
        return new RowEvent(seq, at, told, end(at, writer), more);
    }

    private static JsonWriter begin(long seq, CommitStep.Key row, String kind, JsonWriter writer) {
        writer.reset().beginObject().name("seq").value(seq);
        writer.name("entity").value(row.entity()).name("row_id").value(row.id());
        return writer.name("kind").value(kind).name("data");
    }

    private static byte[] end(Instant at, JsonWriter writer) {
        return writer.name("timestamp").value(at).endObject().toBytes();
    }

    /**
     * An event before it is known whether it is the last of its commit.
     *
     * @param had whether the callers saw the row before
     */
    public record Draft(String kind, Row image, boolean everyField, boolean had) {
        /** Returns an event of a row that goes out of sight. */
        static Draft gone(Row image) {
            return new Draft(DELETE, image, false, true);
        }

        public RowEvent at(long seq, Instant when, boolean more, JsonWriter writer) {
            CommitStep.Key row = new CommitStep.Key(image.entity().name(), image.id());
            Told told = new Told(row, had, kind.equals(DELETE));
            if (told.gone()) {
                return deletion(seq, when, told, more, writer);
            }
            begin(seq, row, kind, writer).row(image, everyField);
            return new RowEvent(seq, when, told, end(when, writer), more);
        }
    }
}
