// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.store.sqlite;

import io.lynchet.store.sql.database.Column;
import io.lynchet.store.sql.database.Database;
import io.lynchet.store.sql.database.PreparedQuery;
import io.lynchet.store.sql.table.OperationTable;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The maintenance after the writer's turns. It removes old remembered results and moves SQLite's log into the file, a
 * bounded piece at a time.
 */
final class Upkeep {
    private static final Logger LOG = LoggerFactory.getLogger(Upkeep.class);

    private static final Duration PRUNE_EVERY = Duration.ofMinutes(1);
    private static final int TURNS_BETWEEN_LOOKS = 16;
    private static final int PAGE_BYTES = 4096;

    private final StoreSettings settings;
    private Instant nextPrune = Instant.MIN;
    private int turns;
    private volatile long walFrames;

    Upkeep(StoreSettings settings) {
        this.settings = settings;
    }

    /**
     * Does the maintenance of one turn. Runs on the writer thread, outside a transaction. A failure here harms no
     * commit; the next turn tries again.
     */
    void afterTurn(WriterState state) {
        try {
            prune(state);
            if (++turns >= TURNS_BETWEEN_LOOKS) {
                turns = 0;
                checkpoint(state);
            }
        } catch (SQLException e) {
            LOG.warn("The maintenance of the store failed: {}", state.failed(e).getMessage(), e);
        }
    }

    /** Returns the number of pages in SQLite's log that are not yet in the file, as last counted. */
    long walPages() {
        return walFrames;
    }

    private void prune(WriterState state) throws SQLException {
        Instant now = Instant.now();
        if (now.isBefore(nextPrune)) {
            return;
        }
        Database database = state.connection();
        Instant before = now.minus(Duration.ofDays(settings.operationsKeptDays()));
        boolean more = OperationTable.prune(database, Column.micros(before));
        nextPrune = more ? now : now.plus(PRUNE_EVERY);
    }

    private void checkpoint(WriterState state) throws SQLException {
        Database database = state.connection();
        walFrames = frames(database, "NOOP");
        if (walFrames * PAGE_BYTES >= settings.walMib() * 1024L * 1024L) {
            walFrames = frames(database, "PASSIVE");
        }
    }

    /** Returns the number of pages that wait in the log after a checkpoint of that kind. */
    private static long frames(Database database, String kind) throws SQLException {
        PreparedQuery statement = database.prepare("PRAGMA wal_checkpoint(" + kind + ")");
        try {
            return statement.first() ? Math.max(0, statement.longAt(1) - statement.longAt(2)) : 0;
        } finally {
            statement.reset();
        }
    }
}
