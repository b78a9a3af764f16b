// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.store.postgres;

import io.lynchet.api.health.HealthCheck;
import io.lynchet.api.store.Store;
import io.lynchet.testkit.postgres.PostgresServer;
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
import io.lynchet.testkit.store.write.StoreStandstillContract;
import io.lynchet.testkit.store.write.StoreTransactionContract;
import io.lynchet.testkit.store.write.StoreUniqueContract;
import io.lynchet.testkit.store.write.StoreWritePathContract;
import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;

/** The kit on a real PostgreSQL. */
class PostgresStoreTest {
    /** Before the tests that look for what stays behind. */
    @BeforeAll
    static void server() {
        PostgresServer.shared();
    }

    @Nested
    class Crud extends StoreCrudContract {
        @Override
        protected StoreFixture newFixture() {
            return new PostgresFixture();
        }
    }

    @Nested
    class Constraint extends StoreConstraintContract {
        @Override
        protected StoreFixture newFixture() {
            return new PostgresFixture();
        }
    }

    @Nested
    class Reference extends StoreReferenceContract {
        @Override
        protected StoreFixture newFixture() {
            return new PostgresFixture();
        }
    }

    @Nested
    class Unique extends StoreUniqueContract {
        @Override
        protected StoreFixture newFixture() {
            return new PostgresFixture();
        }
    }

    @Nested
    class Transaction extends StoreTransactionContract {
        @Override
        protected StoreFixture newFixture() {
            return new PostgresFixture();
        }
    }

    @Nested
    class Query extends StoreQueryContract {
        @Override
        protected StoreFixture newFixture() {
            return new PostgresFixture();
        }
    }

    @Nested
    class Aggregate extends StoreAggregateContract {
        @Override
        protected StoreFixture newFixture() {
            return new PostgresFixture();
        }
    }

    @Nested
    class ChangeLog extends StoreChangeLogContract {
        @Override
        protected StoreFixture newFixture() {
            return new PostgresFixture();
        }
    }

    @Nested
    class CommitBounds extends StoreCommitBoundsContract {
        @Override
        protected StoreFixture newFixture() {
            return new PostgresFixture();
        }
    }

    @Nested
    class LogPruning extends StoreLogPruningContract {
        @Override
        protected StoreFixture newFixture() {
            return new PostgresFixture();
        }
    }

    @Nested
    class Replay extends StoreReplayContract {
        @Override
        protected StoreFixture newFixture() {
            return new PostgresFixture();
        }
    }

    @Nested
    class Snapshot extends StoreSnapshotContract {
        @Override
        protected StoreFixture newFixture() {
            return new PostgresFixture();
        }
    }

    @Nested
    class Idempotency extends StoreIdempotencyContract {
        @Override
        protected StoreFixture newFixture() {
            return new PostgresFixture();
        }
    }

    @Nested
    class ReadSet extends StoreReadSetContract {
        @Override
        protected StoreFixture newFixture() {
            return new PostgresFixture();
        }
    }

    @Nested
    class Migration extends StoreMigrationContract {
        @Override
        protected StoreFixture newFixture() {
            return new PostgresFixture();
        }
    }

    @Nested
    class MigrationRefusal extends StoreMigrationRefusalContract {
        @Override
        protected StoreFixture newFixture() {
            return new PostgresFixture();
        }
    }

    @Nested
    class TypeChange extends StoreTypeChangeContract {
        @Override
        protected StoreFixture newFixture() {
            return new PostgresFixture();
        }
    }

    @Nested
    class FloatSum extends StoreFloatSumContract {
        @Override
        protected StoreFixture newFixture() {
            return new PostgresFixture();
        }
    }

    @Nested
    class Names extends StoreNamesContract {
        @Override
        protected StoreFixture newFixture() {
            return new PostgresFixture();
        }
    }

    @Nested
    class IndexedText extends StoreIndexedTextContract {
        @Override
        protected StoreFixture newFixture() {
            return new PostgresFixture();
        }
    }

    @Nested
    class Like extends StoreLikeContract {
        @Override
        protected StoreFixture newFixture() {
            return new PostgresFixture();
        }
    }

    @Nested
    class Copy extends StoreCopyContract {
        @Override
        protected StoreFixture newFixture() {
            return new PostgresFixture();
        }
    }

    @Nested
    class Concurrency extends StoreConcurrencyContract {
        @Override
        protected StoreFixture newFixture() {
            return new PostgresFixture();
        }
    }

    @Nested
    class Restart extends StoreRestartContract {
        @Override
        protected StoreFixture newFixture() {
            return new PostgresFixture();
        }
    }

    @Nested
    class Deadline extends StoreDeadlineContract {
        @Override
        protected StoreFixture newFixture() {
            return new PostgresFixture();
        }

        @Override
        protected boolean readsHere() {
            return false;
        }
    }

    @Nested
    class Standstill extends StoreStandstillContract {
        @Override
        protected StoreFixture newFixture() {
            return new PostgresFixture();
        }

        @Override
        protected HealthCheck health(Store of) {
            return new PostgresHealth(() -> (PostgresStore) of, () -> null);
        }

        @Override
        protected HealthCheck healthWithoutPatience(Store of) {
            return new PostgresHealth(() -> (PostgresStore) of, () -> null, Duration.ZERO);
        }
    }

    @Nested
    class Loop extends StoreLoopContract {
        @Override
        protected StoreFixture newFixture() {
            return new PostgresFixture();
        }
    }

    @Nested
    class WritePath extends StoreWritePathContract {
        @Override
        protected StoreFixture newFixture() {
            return new PostgresFixture();
        }
    }
}
