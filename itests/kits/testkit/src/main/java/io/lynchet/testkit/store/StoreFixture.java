// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.testkit.store;

import io.lynchet.api.store.Store;
import io.lynchet.api.store.StoreCapability;
import java.util.EnumSet;
import java.util.Set;

/**
 * The source of a provider's stores. Each test has a fixture of its own and uses it on one thread.
 *
 * <p>A store from an {@code open} method lives until {@link #close}; afterwards the files and threads of all stores are
 * gone.
 */
public interface StoreFixture extends AutoCloseable {
    /** Opens an empty store; each call returns a new one, beside those that are open. */
    Store open();

    /** Opens an empty store whose queue takes {@code queueMax} waiting commits, besides the running ones. */
    Store openWithQueue(int queueMax);

    /**
     * Closes the store of the last {@link #open} cleanly and opens the same data again. Called for durable stores only.
     */
    Store reopen();

    /** Closes one of the stores cleanly: accepted commits are finished. */
    void close(Store store);

    /**
     * Returns the provider's capabilities. A provider that lacks one says why beside it; the kit then checks that the
     * store refuses it properly.
     */
    default Set<StoreCapability> capabilities() {
        return EnumSet.allOf(StoreCapability.class);
    }

    /** Closes all stores and removes their files. */
    @Override
    void close();
}
