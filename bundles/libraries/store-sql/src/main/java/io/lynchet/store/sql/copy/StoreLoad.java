// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.store.sql.copy;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.row.Change;
import io.lynchet.api.row.OperationKey;
import io.lynchet.api.row.Row;
import io.lynchet.api.row.WriteResult;
import io.lynchet.api.schema.MigrationPlan;
import io.lynchet.api.schema.MigrationStep;
import io.lynchet.api.schema.Schema;
import io.lynchet.api.store.StoreErrors;
import io.lynchet.api.store.StoreInfo;
import io.lynchet.api.store.StoreSink;
import io.lynchet.api.store.StoreSource;
import io.lynchet.api.store.check.CommitBounds;
import io.lynchet.json.row.RowCodec;
import io.lynchet.store.sql.database.Column;
import io.lynchet.store.sql.database.Database;
import io.lynchet.store.sql.database.SqlFailures;
import io.lynchet.store.sql.schema.SchemaInstall;
import io.lynchet.store.sql.table.Catalog;
import io.lynchet.store.sql.table.ChangeLog;
import io.lynchet.store.sql.table.EntityTable;
import io.lynchet.store.sql.table.Layout;
import io.lynchet.store.sql.table.OperationTable;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Set;

/** A sink that loads the whole content of another store, in one transaction. */
public final class StoreLoad implements StoreSink {
    private final Database database;
    private final SqlFailures failures;
    private final Layout empty;
    private final CommitBounds bounds = new CommitBounds();
    private Layout layout;
    private EntityNumbers numbers;
    private boolean ended;

    private StoreLoad(Database database, SqlFailures failures, Layout empty) {
        this.database = database;
        this.failures = failures;
        this.empty = empty;
    }

    /**
     * Loads the source and returns the new layout. Must run in the writer's place; after a failure the caller rolls
     * back.
     */
    public static Layout run(Database database, SqlFailures failures, Layout empty, StoreSource source)
            throws SQLException {
        if (empty.schema().isPresent() || ChangeLog.head(database) > 0) {
            throw StoreErrors.notEmpty();
        }
        database.begin();
        StoreLoad load = new StoreLoad(database, failures, empty);
        source.feed(load);
        if (!load.ended) {
            throw new LynchetException(ErrorCode.STORE_DAMAGED, "the source ended early");
        }
        database.commit();
        return load.layout;
    }

    /** A step of the load. */
    @FunctionalInterface
    private interface Step {
        void run() throws SQLException;
    }

    private void step(Step step) {
        try {
            step.run();
        } catch (SQLException e) {
            throw failures.of(e);
        }
    }

    @Override
    public void begin(StoreInfo info, Schema schema) {
        step(() -> {
            Catalog.set(database, "store_id", info.storeId());
            Catalog.set(database, "epoch", info.epoch());
            Catalog.set(database, "oldest_seq", info.oldestSeq());
            Catalog.set(database, "head_seq", info.headSeq());
            layout = empty;
            numbers = new EntityNumbers(database, layout);
            if (schema.entities().isEmpty()) {
                // A store without a schema sends an empty one.
                return;
            }
            MigrationPlan plan = new MigrationPlan(
                    schema.entities().stream()
                            .map(entity -> (MigrationStep) new MigrationStep.CreateEntity(entity))
                            .toList(),
                    Set.of());
            layout = new SchemaInstall(database, schema, plan, Instant.EPOCH).run(empty);
            numbers = new EntityNumbers(database, layout);
        });
    }

    @Override
    public void row(Row row, long lastChange) {
        step(() -> {
            EntityTable table = layout.of(row.entity());
            database.runLater(table.insert(), table.insertArguments(row, lastChange));
        });
    }

    @Override
    public void change(Change change) {
        bounds.next(change);
        step(() -> ChangeLog.append(
                database, numbers.of(change.entity()), change, encoded(change.before()), encoded(change.after())));
    }

    private static byte[] encoded(Row row) {
        return row == null ? null : RowCodec.encode(row);
    }

    @Override
    public void operation(OperationKey key, WriteResult answer) {
        step(() -> OperationTable.keep(database, key, answer, Column.micros(Instant.now())));
    }

    @Override
    public void end() {
        bounds.end();
        // Entries of the log have added names of dropped entities.
        step(() -> layout = Catalog.read(database, layout.schema()));
        ended = true;
    }
}
