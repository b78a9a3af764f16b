// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.store.postgres;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.schema.MigrationPlan;
import io.lynchet.api.schema.Schema;
import io.lynchet.store.sql.ChangeLog;
import io.lynchet.store.sql.Layout;
import io.lynchet.store.sql.Migration;
import io.lynchet.store.sql.Writer;
import java.sql.SQLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes over a schema. Changing a table waits for those who read it, and all later readers wait behind: so it waits for a moment only, lets the readers pass,
 * and tries again.
 */
final class Installation {
    private static final Logger LOG = LoggerFactory.getLogger(Installation.class);

    private static final int ATTEMPTS = 60;
    private static final String LOCK_TIMEOUT = "SET LOCAL lock_timeout = '1s'";

    private final Writer writer;
    private final PostgresState state;
    private final Schema schema;
    private final MigrationPlan plan;

    Installation(Writer writer, PostgresState state, Schema schema, MigrationPlan plan) {
        this.writer = writer;
        this.state = state;
        this.schema = schema;
        this.plan = plan;
    }

    /** Tells of what the install has logged. */
    @FunctionalInterface
    interface Telling {
        void after(PostgresDatabase database, Layout layout, long before) throws SQLException;
    }

    void run(Telling telling) {
        for (int attempt = 1; ; attempt++) {
            try {
                writer.exclusively(database -> {
                    long before = state.head();
                    database.execute(LOCK_TIMEOUT);
                    Migration migration = new Migration(database, schema, plan, state.instant(PostgresStore.now()));
                    Layout layout = migration.run(state.layout());
                    long head = ChangeLog.head(database);
                    database.commit();
                    state.layout(layout);
                    state.head(head);
                    telling.after((PostgresDatabase) database, layout, before);
                    return layout;
                });
                return;
            } catch (LynchetException e) {
                if (e.code() != ErrorCode.OVERLOADED || attempt >= ATTEMPTS) {
                    throw e;
                }
                LOG.warn("The tables are being read; the change of the schema waits ({} of {}).", attempt, ATTEMPTS);
            }
        }
    }
}
