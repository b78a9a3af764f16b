// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.backup;

import io.lynchet.api.store.ServingStore;
import io.lynchet.api.store.Store;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;

/** A store that serves and is never replaced. */
record OneStore(Supplier<? extends Store> store) implements ServingStore {
    @Override
    public <R> R call(Function<? super Store, ? extends R> body) {
        return body.apply(store.get());
    }

    @Override
    public <R> R work(Function<? super Store, ? extends R> body, Runnable leaving) {
        return body.apply(store.get());
    }

    @Override
    public Store named(String provider) {
        throw new UnsupportedOperationException("named");
    }

    @Override
    public Store.Listening keepLog() {
        throw new UnsupportedOperationException("keepLog");
    }

    @Override
    public void handOver(String from, String to, BiConsumer<? super Store, ? super Store> lastStep) {
        throw new UnsupportedOperationException("handOver");
    }
}
