// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.itests.framework;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.itests.bench.load.RequestDeck;
import io.lynchet.itests.bench.load.SteadyLoad;
import io.lynchet.testkit.Await;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;

/** The store is replaced by a drop-in, and back, while clients write. */
class StoreDropInIT {
    private static final String STORE = "io.lynchet.store.sqlite";
    private static final int ROUNDS = 5;
    /** Far above the budget of 250 ms, because this machine may be busy; the measured pause is printed. */
    private static final Duration PAUSE_MAX = Duration.ofSeconds(4);

    @TempDir
    Path root;

    @Test
    void store_replacedByDropInUnderLoad_losesNothing() throws Exception {
        try (LivingApp app = LivingApp.start(root, "io.lynchet.deploy:replaceableParts=" + STORE)) {
            Bundle store = app.part(STORE);
            app.stoppedParts();
            RequestDeck inserts = app.deck()
                    .send("insert", "POST", "/api/entities/Todo", "{\"title\":\"buy milk\"}")
                    .inOrder();
            RequestDeck reads =
                    app.deck().get("list", "/api/entities/Todo?limit=3").inOrder();
            long acknowledged;
            try (SteadyLoad writing = app.load(inserts, 4);
                    SteadyLoad reading = app.load(reads, 2)) {
                for (int i = 0; i < ROUNDS; i++) {
                    Replacement.DROP_IN_AND_BACK.on(app, store);
                    Await.until(
                            "the app to answer",
                            () -> app.get("/api/entities/Todo?limit=1").statusCode() == 200);
                    Await.until(
                            "the store to be ready", () -> app.get("/readyz").statusCode() == 200);
                }
                reading.stop().assertNoneFailed().assertLongestGapBelow(PAUSE_MAX);
                SteadyLoad.Outcome outcome = writing.stop().assertNoneFailed().assertLongestGapBelow(PAUSE_MAX);
                acknowledged = outcome.acknowledged();
                System.out.println("store, " + ROUNDS + " x drop-in and back: "
                        + outcome.result().describe());
            }
            assertThat(app.count()).isEqualTo(acknowledged);
            assertThat(app.stoppedParts()).containsOnly(STORE);
        }
    }
}
