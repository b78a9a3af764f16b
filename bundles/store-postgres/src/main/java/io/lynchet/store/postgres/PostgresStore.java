// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.store.postgres;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.schema.MigrationPlan;
import io.lynchet.api.schema.Schema;
import io.lynchet.store.sql.SqlStore;
import io.lynchet.store.sql.copy.ReplayTarget;
import io.lynchet.store.sql.database.Database;
import io.lynchet.store.sql.table.Layout;
import java.sql.SQLException;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The store in a schema of a PostgreSQL database, with one writer, group commit, and pools of readers. It works without
 * OSGi, too: callers {@link #open} and {@link #close} it.
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
     * Connects, and creates the schema if it is missing.
     *
     * @throws LynchetException
     *     <ul>
     *       <li>{@code UNAVAILABLE} when the server can't be reached;
     *       <li>{@code CONFIGURATION_INVALID} when it refuses or can't be used;
     *       <li>{@code CONFLICT} when another process has the schema;
     *       <li>{@code STORE_DAMAGED} when the schema holds other tables or another format.
     *     </ul>
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
     * Installs a schema. Changing a table waits for its readers, and all later readers wait behind it. So each attempt
     * waits for at most one second, lets the readers pass, and is repeated, up to 60 times.
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
                        "Reads use the tables, so the change of the schema waits ({} of {}).",
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

    /** Finishes the accepted commits, as far as the database can be reached, and closes the connections. */
    @Override
    public void close() {
        state.closing();
        end();
        watch.close();
        state.lose();
    }
}
