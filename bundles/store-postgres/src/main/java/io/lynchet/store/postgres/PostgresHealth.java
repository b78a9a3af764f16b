// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.store.postgres;

import io.lynchet.api.LynchetException;
import io.lynchet.api.health.Health;
import io.lynchet.api.health.HealthCheck;
import io.lynchet.store.sql.SqlStore;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * The health of the database's writing. It is needed while the app serves from this store, not beside another store.
 */
final class PostgresHealth implements HealthCheck {
    private final Supplier<PostgresStore> store;
    private final Supplier<LynchetException> refusal;
    private final Duration standstill;

    /**
     * @param store returns null before it is open
     * @param refusal returns why it could not be opened, or null
     */
    PostgresHealth(Supplier<PostgresStore> store, Supplier<LynchetException> refusal) {
        this(store, refusal, SqlStore.STANDSTILL);
    }

    /** @param standstill how long a write may hold up all others */
    PostgresHealth(Supplier<PostgresStore> store, Supplier<LynchetException> refusal, Duration standstill) {
        this.standstill = standstill;
        this.store = store;
        this.refusal = refusal;
    }

    @Override
    public String name() {
        return "store-postgres";
    }

    @Override
    public boolean needed() {
        PostgresStore open = store.get();
        return open != null && open.isServing();
    }

    @Override
    public Health check() {
        PostgresStore open = store.get();
        LynchetException why = open == null ? refusal.get() : open.state().trouble();
        if (why != null) {
            return Health.down(why.getMessage());
        }
        if (open == null) {
            return Health.degraded("The store connects to the database.");
        }
        if (!open.writes()) {
            return Health.down("The writer has ended.");
        }
        if (open.standsFor(standstill)) {
            return Health.down(SqlStore.STANDS_STILL);
        }
        return open.state().isSyncing()
                ? Health.ok("seq " + open.state().head())
                : Health.degraded("The server runs with fsync=off: a crash of its machine loses acknowledged writes.");
    }
}
