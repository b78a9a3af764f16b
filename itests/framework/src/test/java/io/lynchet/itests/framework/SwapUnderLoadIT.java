// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.itests.framework;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.itests.bench.load.RequestDeck;
import io.lynchet.itests.bench.load.SteadyLoad;
import io.lynchet.testkit.Await;
import io.lynchet.testkit.Rounds;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;

/**
 * Every part that requests go through is stopped and started, and updated, while 64 connections read and write: no
 * request fails, no write is lost.
 */
class SwapUnderLoadIT {
    private static final int WRITERS = 24;
    private static final int READERS = 40;

    @TempDir
    Path root;

    @TestFactory
    List<DynamicTest> noRequestFails_whileAPartIsReplaced() {
        return List.of(
                        "store.sqlite",
                        "policy",
                        "manifest",
                        "data",
                        "auth",
                        "http",
                        "rest",
                        "live",
                        "sync",
                        "rooms",
                        "sockets",
                        "backup",
                        "ops")
                .stream()
                .map(part -> DynamicTest.dynamicTest(part, () -> replaced(part)))
                .toList();
    }

    private void replaced(String part) throws Exception {
        try (LivingApp app = LivingApp.start(Files.createTempDirectory(root, part))) {
            Bundle bundle = app.part("io.lynchet." + part);
            RequestDeck inserts = app.deck()
                    .send("insert", "POST", "/api/entities/Todo", "{\"title\":\"buy milk\"}")
                    .inOrder();
            RequestDeck reads =
                    app.deck().get("list", "/api/entities/Todo?limit=3").inOrder();
            app.stoppedParts();
            long acknowledged;
            int own = 0;
            try (SteadyLoad writing = app.load(inserts, WRITERS);
                    SteadyLoad reading = app.load(reads, READERS)) {
                for (int i = 0; i < Rounds.of(2); i++) {
                    Replacement.STOP_AND_START.on(app, bundle);
                    awaitWrite(app);
                    own++;
                    Replacement.UPDATE.on(app, bundle);
                    awaitWrite(app);
                    own++;
                }
                reading.stop().assertNoneFailed();
                SteadyLoad.Outcome outcome = writing.stop().assertNoneFailed();
                acknowledged = outcome.acknowledged();
                System.out.println(part + ": " + outcome.result().describe());
            }
            assertThat(app.count()).isEqualTo(acknowledged + own);
            assertThat(app.stoppedParts()).as("parts that were restarted").containsOnly("io.lynchet." + part);
        }
    }

    /** Writers get their turn between two swaps; without it the longest gap would be one over several of them. */
    private static void awaitWrite(LivingApp app) {
        Await.until("the app to be ready", () -> app.get("/readyz").statusCode() == 200);
        assertThat(app.post("/api/entities/Todo", "{\"title\":\"buy bread\"}").statusCode())
                .isEqualTo(201);
    }
}
