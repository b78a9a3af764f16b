// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.store;

/** A source of the whole content of a store. */
@FunctionalInterface
public interface StoreSource {
    /** Feeds the sink from begin to end, on the calling thread. Exceptions of the sink come out unchanged. */
    void feed(StoreSink sink);
}
