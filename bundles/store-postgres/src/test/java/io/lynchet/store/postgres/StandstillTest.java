// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.api.health.Health;
import io.lynchet.api.store.Commit;
import io.lynchet.api.store.Committed;
import io.lynchet.api.store.Guard;
import io.lynchet.api.store.Store;
import io.lynchet.api.store.Write;
import io.lynchet.testkit.Await;
import io.lynchet.testkit.Plans;
import io.lynchet.testkit.Sample;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A write that stands, with all others behind it: health tells. */
class StandstillTest {
    private final Sample app = new Sample();
    private final CountDownLatch inside = new CountDownLatch(1);
    private final CountDownLatch goOn = new CountDownLatch(1);
    private PostgresStore store;

    @BeforeEach
    void open() {
        store = PostgresStore.open(PostgresFixture.settings());
        store.install(app.schema(), Plans.create(app.schema()));
    }

    @AfterEach
    void close() {
        goOn.countDown();
        store.close();
    }

    private void block() {
        inside.countDown();
        Await.open("the end of the standstill", goOn);
    }

    private CompletionStage<Committed> insert(String id, Guard guard) {
        return store.commit(Commit.of(new Write.Insert(app.user(id)), guard));
    }

    private void assertStandsUntilItGoesOn() {
        Await.open("the write", inside);
        PostgresHealth atOnce = new PostgresHealth(() -> store, () -> null, Duration.ZERO);
        PostgresHealth patient = new PostgresHealth(() -> store, () -> null);
        assertThat(atOnce.check().state()).isEqualTo(Health.State.DOWN);
        assertThat(atOnce.check().message()).contains("has been standing");
        assertThat(patient.check().state()).as("soon").isNotEqualTo(Health.State.DOWN);
        goOn.countDown();
        Await.value(insert("later", Guard.NONE));
        Await.until("health", () -> atOnce.check().state() != Health.State.DOWN);
    }

    @Test
    void guard_thatBlocks_makesTheStoreUnhealthyUntilItGoesOn() {
        insert("a", (write, before, after, rows) -> block());
        assertStandsUntilItGoesOn();
    }

    @Test
    void listener_thatBlocks_makesTheStoreUnhealthyUntilItGoesOn() {
        try (Store.Listening listening = store.listen(changes -> block())) {
            insert("a", Guard.NONE);
            assertStandsUntilItGoesOn();
        }
    }
}
