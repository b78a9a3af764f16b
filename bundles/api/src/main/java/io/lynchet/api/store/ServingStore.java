// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.store;

import java.util.function.Function;
import org.osgi.annotation.versioning.ProviderType;

/** The way to the store that serves, whichever it is, for bundles that work on all of its content. Rows are reached through the data service. */
@ProviderType
public interface ServingStore {
    /**
     * One call inside a lease: a store that is to leave waits for it, at most 10 seconds. Waits up to 5 seconds while there is no store, then
     * fails with {@code UNAVAILABLE}. The calling thread must not hold another lease of it.
     */
    <R> R call(Function<? super Store, ? extends R> body);
}
