// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.itests.framework;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.itests.bench.load.RequestDeck;
import io.lynchet.itests.bench.load.SteadyLoad;
import io.lynchet.testkit.Await;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A way to sign in is dropped in, used, replaced and taken away, while other requests run. */
class AuthMethodIT {
    private static final String BADGE = "{\"number\":\"4711\"}";

    @TempDir
    Path root;

    @Test
    void method_droppedIn_isListedAndSignsIn_removedItIsGone_andNoRequestFails() throws Exception {
        try (LivingApp app = LivingApp.start(root, "io.lynchet.deploy:settleMillis=20")) {
            assertThat(app.postAsAdmin("/api/entities/Badge", "{\"number\":\"4711\",\"email\":\"ada@example.org\"}")
                            .statusCode())
                    .isEqualTo(201);
            assertThat(providers(app)).doesNotContain("badge");
            RequestDeck others = app.deck()
                    .get("me", "/api/auth/me")
                    .get("providers", "/api/auth/providers")
                    .send("insert", "POST", "/api/entities/Todo", "{\"title\":\"x\"}")
                    .inOrder();
            String token;
            try (SteadyLoad load = app.load(others, 2)) {
                SampleJar.drop(app.deploy, "1.0.0");
                app.awaitVersion(SampleJar.FILE, "1.0.0");
                assertThat(providers(app)).contains("{\"name\":\"badge\",\"label\":\"Badge\"");
                token = signIn(app);
                SampleJar.drop(app.deploy, "1.0.1");
                app.awaitVersion(SampleJar.FILE, "1.0.1");
                assertThat(providers(app)).contains("\"badge\"");
                signIn(app);
                assertThat(app.post("/api/auth/badge", "{\"number\":\"0815\"}").body())
                        .contains("INVALID_CREDENTIALS");
                Files.delete(app.deploy.resolve(SampleJar.FILE));
                Await.until("the bundle to go", () -> app.dropIns().isEmpty());
                load.stop().assertNoneFailed();
            }
            assertThat(providers(app)).doesNotContain("badge").contains("password");
            assertThat(app.post("/api/auth/badge", BADGE).statusCode()).isEqualTo(404);
            // Who signed in by it stays signed in.
            assertThat(app.get("/api/auth/me", token).statusCode()).isEqualTo(200);
        }
    }

    private static String providers(LivingApp app) {
        return app.get("/api/auth/providers").body();
    }

    private static String signIn(LivingApp app) {
        HttpResponse<String> answer = app.post("/api/auth/badge", BADGE);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        String token = answer.body().replaceAll(".*\"token\":\"(pylon_\\w+)\".*", "$1");
        assertThat(app.get("/api/auth/me", token).statusCode()).isEqualTo(200);
        return token;
    }
}
