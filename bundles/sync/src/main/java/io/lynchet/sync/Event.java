// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.sync;

import io.lynchet.api.row.Row;
import io.lynchet.json.JsonWriter;
import java.time.Instant;

/** What one commit did to one row, as the callers of a group see it. Safe to share between threads. */
final class Event {
    private static final String DELETE = "delete";

    private final long seq;
    private final Instant at;
    private final Told told;
    private final byte[] json;
    private final boolean more;

    /**
     * What it tells.
     *
     * @param had whether the callers saw the row before
     * @param gone whether they don't see it any more
     */
    private record Told(Step.Key row, boolean had, boolean gone) {}

    private Event(long seq, Instant at, Told told, byte[] json, boolean more) {
        this.seq = seq;
        this.at = at;
        this.told = told;
        this.json = json;
        this.more = more;
    }

    /** Of the commit. */
    long seq() {
        return seq;
    }

    String entity() {
        return told.row().entity();
    }

    Step.Key row() {
        return told.row();
    }

    /** Whether the callers saw the row before it. */
    boolean had() {
        return told.had();
    }

    boolean isDelete() {
        return told.gone();
    }

    /** The event as an object in UTF-8; not to be changed. */
    byte[] json() {
        return json;
    }

    /** Whether further events of the same commit follow it. */
    boolean more() {
        return more;
    }

    /** The same for callers who had the row before, or did not. */
    Event withHad(boolean had) {
        return had == had() ? this : new Event(seq, at, new Told(row(), had, isDelete()), json, more);
    }

    /** In its place: the row leaves. */
    Event gone(JsonWriter writer) {
        return deletion(seq, at, new Told(row(), had(), true), more, writer);
    }

    // No image: who is told that a row leaves may not know what was written to it in the end.
    private static Event deletion(long seq, Instant at, Told told, boolean more, JsonWriter writer) {
        begin(seq, told.row(), DELETE, writer).beginObject();
        writer.name("id").value(told.row().id()).endObject();
        return new Event(seq, at, told, end(at, writer), more);
    }

    private static JsonWriter begin(long seq, Step.Key row, String kind, JsonWriter writer) {
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
    record Draft(String kind, Row image, boolean everyField, boolean had) {
        /** The row goes out of sight. */
        static Draft gone(Row image) {
            return new Draft(DELETE, image, false, true);
        }

        Event at(long seq, Instant when, boolean more, JsonWriter writer) {
            Step.Key row = new Step.Key(image.entity().name(), image.id());
            Told told = new Told(row, had, kind.equals(DELETE));
            if (told.gone()) {
                return deletion(seq, when, told, more, writer);
            }
            begin(seq, row, kind, writer).row(image, everyField);
            return new Event(seq, when, told, end(when, writer), more);
        }
    }
}
