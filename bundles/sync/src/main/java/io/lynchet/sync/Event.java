// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.sync;

import io.lynchet.api.row.Row;
import io.lynchet.json.JsonWriter;
import java.time.Instant;

/** One change as the callers of a group see it. Safe to share between threads. */
final class Event {
    private final long seq;
    private final String entity;
    private final byte[] json;
    private final boolean more;

    private Event(long seq, String entity, byte[] json, boolean more) {
        this.seq = seq;
        this.entity = entity;
        this.json = json;
        this.more = more;
    }

    long seq() {
        return seq;
    }

    String entity() {
        return entity;
    }

    /** The event as an object in UTF-8; not to be changed. */
    byte[] json() {
        return json;
    }

    /** Whether further events of the same seq follow it. */
    boolean more() {
        return more;
    }

    /** The same, with something of its seq behind it. */
    Event unfinished() {
        return new Event(seq, entity, json, true);
    }

    /** An event before it is known whether it is the last of its seq. */
    record Draft(String kind, Row image, boolean everyField) {
        Event at(long seq, Instant when, boolean more, JsonWriter writer) {
            Row row = image;
            writer.reset().beginObject().name("seq").value(seq);
            writer.name("entity").value(row.entity().name()).name("row_id").value(row.id());
            writer.name("kind").value(kind).name("data").row(row, everyField);
            writer.name("timestamp").value(when);
            return new Event(seq, row.entity().name(), writer.endObject().toBytes(), more);
        }
    }
}
