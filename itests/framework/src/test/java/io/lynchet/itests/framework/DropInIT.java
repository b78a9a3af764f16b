// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.itests.framework;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.api.deploy.Deployment;
import io.lynchet.itests.bench.load.RequestDeck;
import io.lynchet.itests.bench.load.SteadyLoad;
import io.lynchet.testkit.Await;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.wiring.BundleWiring;

/** The sample bundle comes, is replaced again and again, and goes, while requests run. */
class DropInIT {
    private static final int REPLACEMENTS = 50;

    @TempDir
    Path root;

    @Test
    void bundle_droppedReplacedAndRemovedUnderLoad_failsNoRequest() throws Exception {
        try (LivingApp app = LivingApp.start(root, "io.lynchet.deploy:settleMillis=20")) {
            RequestDeck data = app.deck()
                    .send("insert", "POST", "/api/entities/Todo", "{\"title\":\"  buy milk \"}")
                    .get("list", "/api/entities/Todo?limit=5")
                    .inOrder();
            RequestDeck hello =
                    app.deck().get("hello", "/api/sample/hello?name=Ada").inOrder();
            app.stoppedParts();
            List<WeakReference<ClassLoader>> loaders;
            try (SteadyLoad onData = app.load(data, 4)) {
                SampleJar.drop(app.deploy, "1.0.0");
                app.awaitVersion(SampleJar.FILE, "1.0.0");
                try (SteadyLoad onRoute = app.load(hello, 2)) {
                    loaders = replaceAgainAndAgain(app);
                    onRoute.stop().assertNoneFailed();
                }
                Files.delete(app.deploy.resolve(SampleJar.FILE));
                Await.until("the bundle to go", () -> app.dropIns().isEmpty());
                assertThat(app.get("/api/sample/hello").statusCode()).isEqualTo(404);
                onData.stop().assertNoneFailed();
            }
            assertThat(app.stoppedParts()).as("unrelated bundles that stopped").isEmpty();
            assertCollected(loaders);
        }
    }

    @Test
    void hook_isThereAsLongAsItsBundle() throws Exception {
        try (LivingApp app = LivingApp.start(root)) {
            assertThat(titleAfterInsert(app)).isEqualTo("  buy milk ");
            SampleJar.drop(app.deploy, "1.0.0");
            app.awaitVersion(SampleJar.FILE, "1.0.0");
            assertThat(titleAfterInsert(app)).isEqualTo("Buy milk");
            assertThat(app.post("/api/entities/Todo", "{\"title\":\"homework\"}")
                            .body())
                    .contains("HOOK_REJECTED");
            Files.delete(app.deploy.resolve(SampleJar.FILE));
            Await.until("the bundle to go", () -> app.dropIns().isEmpty());
            assertThat(titleAfterInsert(app)).isEqualTo("  buy milk ");
        }
    }

    @Test
    void policyFunction_missing_is503_andThenServes() throws Exception {
        try (LivingApp app = LivingApp.start(root)) {
            String insert = "{\"address\":\"ada@acme.org\"}";
            assertThat(app.post("/api/entities/Contact", insert).statusCode()).isEqualTo(503);
            assertThat(app.post("/api/entities/Contact", insert).body()).contains("POLICY_FUNCTION_MISSING");
            SampleJar.drop(app.deploy, "1.0.0");
            app.awaitVersion(SampleJar.FILE, "1.0.0");
            assertThat(app.post("/api/entities/Contact", insert).statusCode()).isEqualTo(201);
            assertThat(app.post("/api/entities/Contact", "{\"address\":\"eve@other.org\"}")
                            .statusCode())
                    .isEqualTo(403);
            assertThat(app.get("/api/entities/Contact").body()).contains("ada@acme.org");
            assertThat(app.get("/readyz").statusCode()).isEqualTo(200);
        }
    }

    private static List<WeakReference<ClassLoader>> replaceAgainAndAgain(LivingApp app) {
        List<WeakReference<ClassLoader>> loaders = new ArrayList<>();
        for (int i = 1; i <= REPLACEMENTS; i++) {
            loaders.add(loader(app));
            SampleJar.drop(app.deploy, "1.0." + i);
            app.awaitVersion(SampleJar.FILE, "1.0." + i);
            assertThat(app.dropIns()).hasSize(1);
        }
        assertThat(app.find(SampleJar.FILE).state()).isEqualTo(Deployment.State.ACTIVE);
        return loaders;
    }

    private static WeakReference<ClassLoader> loader(LivingApp app) {
        Bundle bundle = app.dropIns().get(0);
        return new WeakReference<>(bundle.adapt(BundleWiring.class).getClassLoader());
    }

    private static void assertCollected(List<WeakReference<ClassLoader>> loaders) {
        Await.until("the old class loaders to be collected", () -> {
            System.gc();
            return loaders.stream().allMatch(loader -> loader.get() == null);
        });
    }

    private static String titleAfterInsert(LivingApp app) {
        String answer =
                app.post("/api/entities/Todo", "{\"title\":\"  buy milk \"}").body();
        String id = answer.replaceAll(".*\"id\":\"(\\w+)\".*", "$1");
        return app.get("/api/entities/Todo/" + id).body().replaceAll(".*\"title\":\"([^\"]*)\".*", "$1");
    }
}
