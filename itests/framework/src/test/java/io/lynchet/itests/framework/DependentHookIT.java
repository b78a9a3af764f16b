// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.itests.framework;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.api.data.Hook;
import io.lynchet.api.deploy.Deployment.State;
import io.lynchet.api.deploy.Deployments;
import io.lynchet.testkit.Await;
import io.lynchet.testkit.TestBundle;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A hook whose bundle imports a package of another drop-in: it is never lost in silence. */
class DependentHookIT {
    private static final String API =
            "io.lynchet.api,io.lynchet.api.auth,io.lynchet.api.data,io.lynchet.api.row," + "io.lynchet.api.schema";

    @TempDir
    Path root;

    private LivingApp app;

    @AfterEach
    void stop() {
        app.close();
    }

    @BeforeEach
    void start() throws Exception {
        app = LivingApp.start(root, "io.lynchet.data:requiredHooks=Todo:guard");
        words("1.0.0").dropInto(app.deploy, "words.jar");
        app.await("words.jar", State.ACTIVE);
        TestBundle.named("guard")
                .importing(API + ",com.acme.words;version=\"[1,2)\"")
                .component(BadComponents.Guard.class, Hook.class)
                .dropInto(app.deploy, "guard.jar");
        app.await("guard.jar", State.ACTIVE);
        Await.until("the guard to be at work", this::guarded);
    }

    private static TestBundle words(String version) {
        return TestBundle.named("words").version(version).header("Export-Package", "com.acme.words;version=" + version);
    }

    private boolean guarded() {
        return post("homework") == 400 && post("play") == 201;
    }

    private int post(String title) {
        return app.post("/api/entities/Todo", "{\"title\":\"" + title + "\"}").statusCode();
    }

    private String why() {
        return String.join(" ", app.service(Deployments.class).why("guard"));
    }

    @Test
    void exporter_thatIsReplaced_takesTheHookAlong() {
        for (String version : new String[] {"1.1.0", "1.2.0"}) {
            words(version).dropInto(app.deploy, "words.jar");
            app.awaitVersion("words.jar", version);
            app.await("guard.jar", State.ACTIVE);
            Await.until("the guard to be at work", this::guarded);
        }
        assertThat(app.count()).isGreaterThan(0);
        assertThat(why()).contains("It runs").doesNotContain("nothing is missing");
    }

    @Test
    void exporter_thatIsTakenOut_closesTheEntity_untilItIsBackAndWell() throws Exception {
        Files.delete(app.deploy.resolve("words.jar"));
        assertThat(app.await("guard.jar", State.QUARANTINED).reason()).contains("com.acme.words", "no bundle exports");
        assertThat(post("homework")).isEqualTo(503);
        assertThat(app.postAsAdmin("/api/entities/Todo", "{\"title\":\"play\"}").body())
                .contains("HOOK_MISSING");
        assertThat(app.asAdmin("/readyz").body()).contains("The hook guard is required", "guard.jar is quarantined");
        assertThat(why()).contains("quarantined", "com.acme.words").doesNotContain("nothing is missing");

        // Back, but of a version that the guard can't use.
        words("2.0.0").dropInto(app.deploy, "words.jar");
        app.await("words.jar", State.ACTIVE);
        Await.until("the reason", () -> app.find("guard.jar").reason().contains("words (version 2.0.0)"));
        assertThat(post("homework")).isEqualTo(503);

        words("1.3.0").dropInto(app.deploy, "words.jar");
        app.await("guard.jar", State.ACTIVE);
        Await.until("the guard to be at work", this::guarded);
        assertThat(app.asAdmin("/readyz").body()).doesNotContain("is required", "quarantined");
    }
}
