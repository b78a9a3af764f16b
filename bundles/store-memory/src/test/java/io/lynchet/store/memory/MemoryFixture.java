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
    private final boolean copying;

    MemoryFixture() {
        this(false);
    }

    /** @param copying whether a copy in a new store stands in for a restart */
    MemoryFixture(boolean copying) {
        this.copying = copying;
    }

    @Override
    public Store open() {
        return remembered(new MemoryStore());
    }

    @Override
    public Store openWithQueue(int queueMax) {
        return remembered(MemoryStore.withQueue(queueMax));
    }

    @Override
    public Store reopen() {
        MemoryStore last = opened.get(opened.size() - 1);
        MemoryStore copy = new MemoryStore();
        copy.load(last::copyTo);
        close(last);
        return remembered(copy);
    }

    @Override
    public void close(Store store) {
        ((MemoryStore) store).close();
        opened.remove(store);
    }

    /** Without DURABLE: that is what a store in memory is. */
    @Override
    public Set<StoreCapability> capabilities() {
        return copying
                ? EnumSet.allOf(StoreCapability.class)
                : EnumSet.complementOf(EnumSet.of(StoreCapability.DURABLE));
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
