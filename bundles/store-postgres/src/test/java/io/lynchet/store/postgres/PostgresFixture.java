// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.store.postgres;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.store.Store;
import io.lynchet.testkit.Await;
import io.lynchet.testkit.postgres.PostgresServer;
import io.lynchet.testkit.store.StoreFixture;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Stores in schemas of their own, in one database of the server of this JVM: making a database takes longer than most
 * tests.
 */
final class PostgresFixture implements StoreFixture {
    private static final String URL = PostgresServer.shared().newUrl();
    private static final AtomicInteger SCHEMAS = new AtomicInteger();

    private final Map<Store, PostgresSettings> open = new HashMap<>();
    private PostgresStore last;

    /** Of a schema that is not there yet. */
    static PostgresSettings settings() {
        return PostgresSettings.of(URL).withSchema("s" + SCHEMAS.incrementAndGet());
    }

    @Override
    public PostgresStore open() {
        return open(settings());
    }

    @Override
    public PostgresStore openWithQueue(int queueMax) {
        return open(settings().withQueueMax(queueMax));
    }

    private PostgresStore open(PostgresSettings settings) {
        last = PostgresStore.open(settings);
        open.put(last, settings);
        return last;
    }

    @Override
    public PostgresStore reopen() {
        PostgresSettings settings = open.get(last);
        close(last);
        // The server may not have noticed yet that the store is gone: as the component does, try again.
        Await.until("the schema to be free", () -> isOpenAgain(settings));
        return last;
    }

    private boolean isOpenAgain(PostgresSettings settings) {
        try {
            open(settings);
            return true;
        } catch (LynchetException e) {
            if (e.code() != ErrorCode.CONFLICT) {
                throw e;
            }
            return false;
        }
    }

    @Override
    public void close(Store store) {
        open.remove(store);
        ((PostgresStore) store).close();
    }

    @Override
    public void close() {
        List<Store> all = new ArrayList<>(open.keySet());
        all.forEach(this::close);
    }
}
