// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.store.sql;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.row.Change;
import io.lynchet.api.row.Row;
import io.lynchet.api.schema.MigrationPlan;
import io.lynchet.api.schema.MigrationStep;
import io.lynchet.api.schema.Schema;
import io.lynchet.api.store.CommitBounds;
import io.lynchet.api.store.Committed;
import io.lynchet.api.store.OperationKey;
import io.lynchet.api.store.Refusals;
import io.lynchet.api.store.StoreInfo;
import io.lynchet.api.store.StoreSink;
import io.lynchet.api.store.StoreSource;
import io.lynchet.json.RowCodec;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Set;

/** Takes in the whole content of another store, in one transaction. */
public final class StoreLoad implements StoreSink {
    private final Database database;
    private final Failures failures;
    private final Layout empty;
    private final CommitBounds bounds = new CommitBounds();
    private Layout layout;
    private EntityNumbers numbers;
    private boolean ended;

    private StoreLoad(Database database, Failures failures, Layout empty) {
        this.database = database;
        this.failures = failures;
        this.empty = empty;
    }

    /** The new layout. Must run in the writer's place; after a failure its owner rolls back. */
    public static Layout run(Database database, Failures failures, Layout empty, StoreSource source)
            throws SQLException {
        if (empty.schema().isPresent() || ChangeLog.head(database) > 0) {
            throw Refusals.notEmpty();
        }
        database.begin();
        StoreLoad load = new StoreLoad(database, failures, empty);
        source.feed(load);
        if (!load.ended) {
            throw new LynchetException(ErrorCode.STORE_DAMAGED, "the source ended before its end");
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
                // That is how a store without a schema says so.
                return;
            }
            MigrationPlan plan = new MigrationPlan(
                    schema.entities().stream()
                            .map(entity -> (MigrationStep) new MigrationStep.CreateEntity(entity))
                            .toList(),
                    Set.of());
            layout = new Migration(database, schema, plan, Instant.EPOCH).run(empty);
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
    public void operation(OperationKey key, Committed answer) {
        step(() -> Operations.keep(database, key, answer, Column.micros(Instant.now())));
    }

    @Override
    public void end() {
        bounds.end();
        // Names of dropped entities came with the log.
        step(() -> layout = Catalog.read(database, layout.schema()));
        ended = true;
    }
}
