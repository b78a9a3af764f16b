// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.store.sqlite;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.health.Health;
import io.lynchet.api.health.HealthCheck;
import io.lynchet.store.sql.SqlStore;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * The health of the store's writing. A full disk is degraded, since reads go on; anything else that prevents writes is
 * down.
 */
final class StoreHealth implements HealthCheck {
    private static final long FREE_BYTES_MIN = 64L << 20;

    private final Supplier<Health> look;
    private final BooleanSupplier serving;

    private StoreHealth(Supplier<Health> look, BooleanSupplier serving) {
        this.look = look;
        this.serving = serving;
    }

    static StoreHealth of(SqliteStore store) {
        return of(store, SqlStore.STANDSTILL);
    }

    /** @param standstill how long a write may hold up all others */
    static StoreHealth of(SqliteStore store, Duration standstill) {
        return new StoreHealth(() -> look(store, standstill), store::isServing);
    }

    /** Returns the health of a store that could not be opened. An app that needs it reports itself that it waits. */
    static StoreHealth closed(LynchetException why) {
        return new StoreHealth(() -> Health.down("The store can't be opened: " + why.getMessage() + "."), () -> false);
    }

    private static Health look(SqliteStore store, Duration standstill) {
        LynchetException trouble = store.state().trouble();
        if (trouble != null && trouble.code() != ErrorCode.STORE_FULL) {
            return Health.down("The last write failed: " + trouble.getMessage() + ".");
        }
        if (trouble != null) {
            return Health.degraded("The disk is full: reads still work, writes fail until there is space.");
        }
        if (!store.writes()) {
            return Health.down("The writer has ended.");
        }
        if (store.standsFor(standstill)) {
            return Health.down(SqlStore.STANDS_STILL);
        }
        long free = store.state().files().freeBytes();
        return free >= 0 && free < FREE_BYTES_MIN
                ? Health.degraded("The disk has " + (free >> 20) + " MiB left.")
                : Health.ok("seq " + store.state().head());
    }

    @Override
    public String name() {
        return "store";
    }

    /** Returns whether the app serves from this store: another one may serve instead. */
    @Override
    public boolean needed() {
        return serving.getAsBoolean();
    }

    @Override
    public Health check() {
        return look.get();
    }
}
