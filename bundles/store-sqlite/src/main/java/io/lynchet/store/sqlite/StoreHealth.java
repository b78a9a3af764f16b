// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.store.sqlite;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.health.Health;
import io.lynchet.api.health.HealthCheck;
import java.util.function.Supplier;

/** Whether the store can be written: a full disk is degraded, since reads go on; anything else that keeps the writer from writing is down. */
final class StoreHealth implements HealthCheck {
    private static final long FREE_BYTES_MIN = 64L << 20;

    private final Supplier<Health> look;

    private StoreHealth(Supplier<Health> look) {
        this.look = look;
    }

    static StoreHealth of(SqliteStore store) {
        return new StoreHealth(() -> look(store));
    }

    /** Of a store that could not be opened. */
    static StoreHealth closed(LynchetException why) {
        return new StoreHealth(() -> Health.down("The store can't be opened: " + why.getMessage() + "."));
    }

    private static Health look(SqliteStore store) {
        LynchetException trouble = store.state().trouble();
        if (trouble != null && trouble.code() != ErrorCode.STORE_FULL) {
            return Health.down("The last write failed: " + trouble.getMessage() + ".");
        }
        if (trouble != null) {
            return Health.degraded("The disk is full; reads go on, writes are refused until there is room.");
        }
        if (!store.writes()) {
            return Health.down("The writer has ended.");
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

    @Override
    public boolean needed() {
        return true;
    }

    @Override
    public Health check() {
        return look.get();
    }
}
