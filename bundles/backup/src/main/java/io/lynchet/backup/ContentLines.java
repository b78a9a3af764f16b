// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.backup;

import io.lynchet.api.row.Change;
import io.lynchet.api.row.Row;
import io.lynchet.api.schema.Entity;
import io.lynchet.api.schema.Schema;
import io.lynchet.api.store.Committed;
import io.lynchet.api.store.OperationKey;
import io.lynchet.api.store.StoreInfo;
import io.lynchet.api.store.StoreSink;
import io.lynchet.json.SchemaCodec;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;

/**
 * The content of a store as sections of lines. The same content gives the same lines, whatever the store, so that their hashes tell whether two
 * stores hold the same.
 */
final class ContentLines implements StoreSink {
    private final LineSink lines;
    private final Tick tick;
    private final Clock clock;
    private StoreInfo info;
    private String schemaSha256;
    private byte[] lastChange;
    private Instant at;
    private List<Entity> entities;
    private int entity = -1;
    private boolean changes;
    private boolean operations;

    /** Told of each record. */
    @FunctionalInterface
    interface Tick {
        void one();
    }

    ContentLines(LineSink lines, Tick tick, Clock clock) {
        this.lines = lines;
        this.tick = tick;
        this.clock = clock;
    }

    /** Of the content that came; null before it does. */
    StoreInfo info() {
        return info;
    }

    /** Of the content that came; null before it does. */
    String schemaSha256() {
        return schemaSha256;
    }

    /** Of the newest change in the log that came; empty when there was none. */
    String lastChangeSha256() {
        return lastChange == null ? "" : Digests.of(lastChange);
    }

    /** When the content was like that: not before any change in it, and before all that came later. */
    Instant at() {
        return at;
    }

    @Override
    public void begin(StoreInfo storeInfo, Schema schema) {
        info = storeInfo;
        at = clock.instant().truncatedTo(ChronoUnit.MICROS);
        entities = schema.entities();
        schemaSha256 = LogArchive.digest(schema);
        lines.section(Section.SCHEMA);
        lines.line(SchemaCodec.encode(schema).getBytes(StandardCharsets.UTF_8));
    }

    // Numbered, since names of entities may differ in case only, and names of files may not.
    private static String name(int number, Entity of) {
        return String.format(Locale.ROOT, "%s%04d-%s", Section.ROWS, number, of.name());
    }

    /** Begins the sections up to that entity, so that one without rows has a section, too. */
    private void rowsUpTo(int number) {
        while (entity < number) {
            entity++;
            lines.section(name(entity, entities.get(entity)));
        }
    }

    @Override
    public void row(Row row, long lastChange) {
        if (entity < 0 || entities.get(entity) != row.entity()) {
            rowsUpTo(entities.indexOf(row.entity()));
        }
        lines.line(RecordLines.row(row, lastChange));
        tick.one();
    }

    private void toChanges() {
        if (!changes) {
            changes = true;
            rowsUpTo(entities.size() - 1);
            lines.section(Section.CHANGES);
        }
    }

    @Override
    public void change(Change change) {
        toChanges();
        lastChange = RecordLines.change(change);
        // Stores never let their instants go back, but clocks do.
        at = change.at().isAfter(at) ? change.at() : at;
        lines.line(lastChange);
        tick.one();
    }

    private void toOperations() {
        if (!operations) {
            operations = true;
            toChanges();
            lines.section(Section.OPERATIONS);
        }
    }

    @Override
    public void operation(OperationKey key, Committed answer) {
        toOperations();
        lines.line(RecordLines.operation(key, answer));
        tick.one();
    }

    @Override
    public void end() {
        toOperations();
        lines.end();
    }
}
