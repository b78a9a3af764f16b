// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.store.memory;

import io.lynchet.testkit.store.StoreChangeLogContract;
import io.lynchet.testkit.store.StoreConstraintContract;
import io.lynchet.testkit.store.StoreCrudContract;
import io.lynchet.testkit.store.StoreFixture;
import io.lynchet.testkit.store.StoreTransactionContract;
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

    @Nested
    class Constraint extends StoreConstraintContract {
        @Override
        protected StoreFixture newFixture() {
            return new MemoryFixture();
        }
    }

    @Nested
    class Transaction extends StoreTransactionContract {
        @Override
        protected StoreFixture newFixture() {
            return new MemoryFixture();
        }
    }

    @Nested
    class ChangeLog extends StoreChangeLogContract {
        @Override
        protected StoreFixture newFixture() {
            return new MemoryFixture();
        }
    }
}
