// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.store.memory;

import io.lynchet.api.store.Store;
import io.lynchet.api.store.StoreCapability;
import io.lynchet.testkit.store.StoreFixture;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

final class MemoryFixture implements StoreFixture {
    private final List<MemoryStore> opened = new ArrayList<>();

    @Override
    public Store open() {
        return remembered(new MemoryStore());
    }

    @Override
    public Store openWithQueue(int queueMax) {
        return remembered(new MemoryStore(queueMax));
    }

    @Override
    public Store reopen() {
        throw new UnsupportedOperationException("memory ends with its process");
    }

    @Override
    public void close(Store store) {
        ((MemoryStore) store).close();
        opened.remove(store);
    }

    /** Without DURABLE: that is what a store in memory is. */
    @Override
    public Set<StoreCapability> capabilities() {
        return EnumSet.complementOf(EnumSet.of(StoreCapability.DURABLE));
    }

    @Override
    public void close() {
        opened.forEach(MemoryStore::close);
        opened.clear();
    }

    private Store remembered(MemoryStore store) {
        opened.add(store);
        return store;
    }
}
