// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.data;

import io.lynchet.api.lease.Gate;
import io.lynchet.api.store.ServingStore;
import io.lynchet.api.store.Store;
import io.lynchet.data.store.LogRetention;
import io.lynchet.data.store.LongCalls;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** The serving store for bundles that work on all of its content. */
record LeasedStore(Gate<Store> stores, LongCalls longCalls, LogRetention retention, DataBundle parts)
        implements ServingStore {
    @Override
    public <R> R call(Function<? super Store, ? extends R> body) {
        return stores.call(body);
    }

    @Override
    public <R> R work(Function<? super Store, ? extends R> body, Runnable leaving) {
        return stores.call(store -> {
            LongCalls.Entry entry = longCalls.enter(leaving);
            try {
                return body.apply(store);
            } finally {
                entry.close();
            }
        });
    }

    @Override
    public Store named(String provider) {
        return parts.named(provider);
    }

    @Override
    public Store.Listening keepLog() {
        return retention.hold();
    }

    @Override
    public void handOver(String from, String to, BiConsumer<? super Store, ? super Store> lastStep) {
        parts.handOver(from, to, lastStep);
    }
}
