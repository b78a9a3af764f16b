// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.store;

/** Where the whole content of a store comes from. */
@FunctionalInterface
public interface StoreSource {
    /** Feeds the sink from begin to end, on the calling thread; failures of the sink come out as they are. */
    void feed(StoreSink sink);
}
