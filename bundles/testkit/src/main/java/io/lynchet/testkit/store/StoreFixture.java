// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.testkit.store;

import io.lynchet.api.store.Store;
import io.lynchet.api.store.StoreCapability;
import java.util.EnumSet;
import java.util.Set;

/**
 * How the kit gets stores of a provider. Each test has a fixture of its own and uses it on one thread.
 *
 * <p>A store that an {@code open} method gave out lives until {@link #close}; files and threads of all of them are gone after that.
 */
public interface StoreFixture extends AutoCloseable {
    /** An empty store; each call gives another one, beside those that are open. */
    Store open();

    /** An empty store whose queue takes so many commits that wait, besides those that are being worked on. */
    Store openWithQueue(int queueMax);

    /** Closes the store of the last {@link #open} in good order and opens the same data again. Asked only of stores that are durable. */
    Store reopen();

    /** Closes one of the stores in good order: commits that were accepted are finished. */
    void close(Store store);

    /** What the provider can do. Whoever leaves a power out says why beside it; the kit then checks that the store refuses it properly. */
    default Set<StoreCapability> capabilities() {
        return EnumSet.allOf(StoreCapability.class);
    }

    /** Closes all and removes their files. */
    @Override
    void close();
}
