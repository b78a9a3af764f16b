// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.store.memory;

import io.lynchet.testkit.store.StoreFixture;
import io.lynchet.testkit.store.copy.StoreCopyContract;
import io.lynchet.testkit.store.copy.StoreReplayContract;
import io.lynchet.testkit.store.log.StoreChangeLogContract;
import io.lynchet.testkit.store.log.StoreCommitBoundsContract;
import io.lynchet.testkit.store.log.StoreLogPruningContract;
import io.lynchet.testkit.store.log.StoreLoopContract;
import io.lynchet.testkit.store.log.StoreRestartContract;
import io.lynchet.testkit.store.query.StoreAggregateContract;
import io.lynchet.testkit.store.query.StoreDeadlineContract;
import io.lynchet.testkit.store.query.StoreFloatSumContract;
import io.lynchet.testkit.store.query.StoreLikeContract;
import io.lynchet.testkit.store.query.StoreQueryContract;
import io.lynchet.testkit.store.query.StoreReadSetContract;
import io.lynchet.testkit.store.query.StoreSnapshotContract;
import io.lynchet.testkit.store.schema.StoreMigrationContract;
import io.lynchet.testkit.store.schema.StoreMigrationRefusalContract;
import io.lynchet.testkit.store.schema.StoreNamesContract;
import io.lynchet.testkit.store.schema.StoreTypeChangeContract;
import io.lynchet.testkit.store.write.StoreConcurrencyContract;
import io.lynchet.testkit.store.write.StoreConstraintContract;
import io.lynchet.testkit.store.write.StoreCrudContract;
import io.lynchet.testkit.store.write.StoreIdempotencyContract;
import io.lynchet.testkit.store.write.StoreIndexedTextContract;
import io.lynchet.testkit.store.write.StoreReferenceContract;
import io.lynchet.testkit.store.write.StoreTransactionContract;
import io.lynchet.testkit.store.write.StoreUniqueContract;
import io.lynchet.testkit.store.write.StoreWritePathContract;
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
    class Reference extends StoreReferenceContract {
        @Override
        protected StoreFixture newFixture() {
            return new MemoryFixture();
        }
    }

    @Nested
    class Unique extends StoreUniqueContract {
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
    class Query extends StoreQueryContract {
        @Override
        protected StoreFixture newFixture() {
            return new MemoryFixture();
        }
    }

    @Nested
    class Aggregate extends StoreAggregateContract {
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

    @Nested
    class CommitBounds extends StoreCommitBoundsContract {
        @Override
        protected StoreFixture newFixture() {
            return new MemoryFixture();
        }
    }

    @Nested
    class LogPruning extends StoreLogPruningContract {
        @Override
        protected StoreFixture newFixture() {
            return new MemoryFixture();
        }
    }

    @Nested
    class Replay extends StoreReplayContract {
        @Override
        protected StoreFixture newFixture() {
            return new MemoryFixture();
        }
    }

    @Nested
    class Snapshot extends StoreSnapshotContract {
        @Override
        protected StoreFixture newFixture() {
            return new MemoryFixture();
        }
    }

    @Nested
    class Idempotency extends StoreIdempotencyContract {
        @Override
        protected StoreFixture newFixture() {
            return new MemoryFixture();
        }
    }

    @Nested
    class ReadSet extends StoreReadSetContract {
        @Override
        protected StoreFixture newFixture() {
            return new MemoryFixture();
        }
    }

    @Nested
    class Migration extends StoreMigrationContract {
        @Override
        protected StoreFixture newFixture() {
            return new MemoryFixture();
        }
    }

    @Nested
    class MigrationRefusal extends StoreMigrationRefusalContract {
        @Override
        protected StoreFixture newFixture() {
            return new MemoryFixture();
        }
    }

    @Nested
    class TypeChange extends StoreTypeChangeContract {
        @Override
        protected StoreFixture newFixture() {
            return new MemoryFixture();
        }
    }

    @Nested
    class FloatSum extends StoreFloatSumContract {
        @Override
        protected StoreFixture newFixture() {
            return new MemoryFixture();
        }
    }

    @Nested
    class Names extends StoreNamesContract {
        @Override
        protected StoreFixture newFixture() {
            return new MemoryFixture();
        }
    }

    @Nested
    class IndexedText extends StoreIndexedTextContract {
        @Override
        protected StoreFixture newFixture() {
            return new MemoryFixture();
        }
    }

    @Nested
    class Like extends StoreLikeContract {
        @Override
        protected StoreFixture newFixture() {
            return new MemoryFixture();
        }
    }

    @Nested
    class Copy extends StoreCopyContract {
        @Override
        protected StoreFixture newFixture() {
            return new MemoryFixture();
        }
    }

    @Nested
    class Concurrency extends StoreConcurrencyContract {
        @Override
        protected StoreFixture newFixture() {
            return new MemoryFixture();
        }
    }

    @Nested
    class Restart extends StoreRestartContract {
        @Override
        protected StoreFixture newFixture() {
            return new MemoryFixture();
        }
    }

    /** A copy keeps what a restart of a durable store keeps. */
    @Nested
    class RestartByCopy extends StoreRestartContract {
        @Override
        protected StoreFixture newFixture() {
            return new MemoryFixture(true);
        }
    }

    @Nested
    class Deadline extends StoreDeadlineContract {
        @Override
        protected StoreFixture newFixture() {
            return new MemoryFixture();
        }
    }

    @Nested
    class Loop extends StoreLoopContract {
        @Override
        protected StoreFixture newFixture() {
            return new MemoryFixture();
        }
    }

    @Nested
    class WritePath extends StoreWritePathContract {
        @Override
        protected StoreFixture newFixture() {
            return new MemoryFixture();
        }
    }
}
