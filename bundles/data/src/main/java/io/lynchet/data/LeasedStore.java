// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.data;

import io.lynchet.api.lease.Gate;
import io.lynchet.api.store.ServingStore;
import io.lynchet.api.store.Store;
import java.util.function.Function;

/** The store that serves, for those who work on all of its content. */
record LeasedStore(Gate<Store> stores) implements ServingStore {
    @Override
    public <R> R call(Function<? super Store, ? extends R> body) {
        return stores.call(body);
    }
}
