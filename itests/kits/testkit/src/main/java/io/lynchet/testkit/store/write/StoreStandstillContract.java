// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.testkit.store.write;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.api.health.Health;
import io.lynchet.api.health.HealthCheck;
import io.lynchet.api.row.WriteResult;
import io.lynchet.api.store.Commit;
import io.lynchet.api.store.Guard;
import io.lynchet.api.store.Store;
import io.lynchet.api.store.Write;
import io.lynchet.testkit.Await;
import io.lynchet.testkit.store.StoreContract;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The contract of a write that hangs, with all others behind it: the health of the store reports it. */
public abstract class StoreStandstillContract extends StoreContract {
    private final CountDownLatch inside = new CountDownLatch(1);
    private final CountDownLatch goOn = new CountDownLatch(1);

    /** Returns the health check of a store as the provider registers it. */
    protected abstract HealthCheck health(Store of);

    /** Returns the same check, for which a write hangs from its first moment. */
    protected abstract HealthCheck healthWithoutPatience(Store of);

    @BeforeEach
    final void installTheSample() {
        installSample();
    }

    @AfterEach
    final void letItGoOn() {
        goOn.countDown();
    }

    private void block() {
        inside.countDown();
        Await.open("the end of the standstill", goOn);
    }

    private CompletionStage<WriteResult> insert(String id, Guard guard) {
        return store.commit(Commit.of(new Write.Insert(app.user(id)), guard));
    }

    private void assertStandsUntilItGoesOn() {
        Await.open("the write", inside);
        HealthCheck atOnce = healthWithoutPatience(store);
        assertThat(atOnce.check().state()).isEqualTo(Health.State.DOWN);
        assertThat(atOnce.check().message()).contains("hangs");
        assertThat(health(store).check().state()).as("soon").isNotEqualTo(Health.State.DOWN);
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
