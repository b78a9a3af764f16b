// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.store.memory;

import io.lynchet.testkit.store.StoreCrudContract;
import io.lynchet.testkit.store.StoreFixture;
import org.junit.jupiter.api.Nested;

/** The kit on the reference store. */
class MemoryStoreContractTest {
    @Nested
    class Crud extends StoreCrudContract {
        @Override
        protected StoreFixture newFixture() {
            return new MemoryFixture();
        }
    }
}
