// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.backup.format;

import io.lynchet.api.row.Change;
import io.lynchet.api.row.OperationKey;
import io.lynchet.api.row.Row;
import io.lynchet.api.row.WriteResult;
import io.lynchet.api.schema.Entity;
import io.lynchet.api.schema.Schema;
import io.lynchet.api.store.StoreInfo;
import io.lynchet.api.store.StoreSink;
import io.lynchet.json.row.SchemaCodec;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;

/**
 * The content of a store as sections of lines. The same content gives the same lines, whatever the store, so their
 * hashes show whether two stores hold the same.
 */
public final class ContentLines implements StoreSink {
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

    /** A listener that hears of each record. */
    @FunctionalInterface
    public interface Tick {
        void one();
    }

    public ContentLines(LineSink lines, Tick tick, Clock clock) {
        this.lines = lines;
        this.tick = tick;
        this.clock = clock;
    }

    /** Returns the info of the content, or null before it begins. */
    public StoreInfo info() {
        return info;
    }

    /** Returns the digest of the schema, or null before the content begins. */
    public String schemaSha256() {
        return schemaSha256;
    }

    /** Returns the digest of the newest change in the log; empty when there is none. */
    public String lastChangeSha256() {
        return lastChange == null ? "" : Sha256.of(lastChange);
    }

    /** Returns the instant of this state: not before any change in it, and before all later ones. */
    public Instant at() {
        return at;
    }

    @Override
    public void begin(StoreInfo storeInfo, Schema schema) {
        info = storeInfo;
        at = clock.instant().truncatedTo(ChronoUnit.MICROS);
        entities = schema.entities();
        schemaSha256 = digest(schema);
        lines.section(BackupSection.SCHEMA);
        lines.line(SchemaCodec.encode(schema).getBytes(StandardCharsets.UTF_8));
    }

    // Numbered, since names of entities may differ in case only, and names of files may not.
    private static String name(int number, Entity of) {
        return String.format(Locale.ROOT, "%s%04d-%s", BackupSection.ROWS, number, of.name());
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
            lines.section(BackupSection.CHANGES);
        }
    }

    @Override
    public void change(Change change) {
        toChanges();
        lastChange = RecordLines.change(change);
        // Instants of a store never go back, but clocks do.
        at = change.at().isAfter(at) ? change.at() : at;
        lines.line(lastChange);
        tick.one();
    }

    private void toOperations() {
        if (!operations) {
            operations = true;
            toChanges();
            lines.section(BackupSection.OPERATIONS);
        }
    }

    @Override
    public void operation(OperationKey key, WriteResult answer) {
        toOperations();
        lines.line(RecordLines.operation(key, answer));
        tick.one();
    }

    @Override
    public void end() {
        toOperations();
        lines.end();
    }

    /** Returns the digest of a schema, as in the manifest of a backup. */
    public static String digest(Schema schema) {
        return Sha256.of(SchemaCodec.encode(schema).getBytes(StandardCharsets.UTF_8));
    }
}
