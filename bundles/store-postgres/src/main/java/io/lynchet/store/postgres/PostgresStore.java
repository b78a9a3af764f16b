// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.store.postgres;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.schema.MigrationPlan;
import io.lynchet.api.schema.Schema;
import io.lynchet.store.sql.Database;
import io.lynchet.store.sql.Layout;
import io.lynchet.store.sql.ReplayTarget;
import io.lynchet.store.sql.SqlStore;
import java.sql.SQLException;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A store in a schema of a PostgreSQL database: one writer with group commit, and a pool of readers. Works without OSGi, too: {@link #open}, and
 * {@link #close} when done.
 */
public final class PostgresStore extends SqlStore {
    static final String NAME = "postgres";

    private static final Logger LOG = LoggerFactory.getLogger(PostgresStore.class);

    private static final int INSTALL_ATTEMPTS = 60;
    private static final String INSTALL_LOCK_TIMEOUT = "SET LOCAL lock_timeout = '1s'";

    private final PostgresSettings settings;
    private final PostgresState state;
    private final ReadWatch watch;

    private PostgresStore(PostgresSettings settings, Connections connections, PostgresState state) {
        super(
                new Provider(
                        NAME,
                        PostgresFailures.INSTANCE,
                        () -> connections.open(PostgresDatabase.Use.READ),
                        () -> connections.open(PostgresDatabase.Use.SNAPSHOT)),
                state,
                new PostgresWork(state, settings.operationsKeptDays()),
                new Limits(settings.queueMax(), settings.batchMax(), settings.readersMax()));
        this.settings = settings;
        this.state = state;
        this.watch = connections.watch();
    }

    /**
     * Connects, and makes the schema if it is not there.
     *
     * @throws LynchetException {@code UNAVAILABLE} when the server can't be reached, {@code CONFIGURATION_INVALID} when it refuses, or is not fit,
     *     {@code CONFLICT} when another process has the schema, {@code STORE_DAMAGED} when it is not ours
     */
    public static PostgresStore open(PostgresSettings settings) {
        Connections connections = new Connections(settings);
        try {
            PostgresStore store = new PostgresStore(settings, connections, new PostgresState(connections));
            store.start();
            store.watch.start();
            return store;
        } catch (SQLException e) {
            throw connections.refused(e);
        }
    }

    @Override
    protected void describe(Map<String, String> details) {
        details.put("database", settings.url().toString());
        details.put("schema", settings.schema());
        details.put("connected", String.valueOf(state.isConnected()));
    }

    /**
     * Changing a table waits for those who read it, and all later readers wait behind: so it waits for a moment only, lets the readers pass, and tries again.
     */
    @Override
    public void install(Schema schema, MigrationPlan plan) {
        for (int attempt = 1; ; attempt++) {
            try {
                super.install(schema, plan);
                return;
            } catch (LynchetException e) {
                if (e.code() != ErrorCode.OVERLOADED || attempt >= INSTALL_ATTEMPTS) {
                    throw e;
                }
                LOG.warn(
                        "The tables are being read; the change of the schema waits ({} of {}).",
                        attempt,
                        INSTALL_ATTEMPTS);
            }
        }
    }

    @Override
    protected void beginInstall(Database database) throws SQLException {
        database.begin();
        database.execute(INSTALL_LOCK_TIMEOUT);
    }

    @Override
    protected ReplayTarget replayTarget(Database database, Layout layout) {
        return new BatchedReplay((PostgresDatabase) database, layout);
    }

    PostgresState state() {
        return state;
    }

    /** Finishes the commits that were accepted, as far as the database is there, and lets go of it. */
    @Override
    public void close() {
        state.closing();
        end();
        watch.close();
        state.lose();
    }
}
