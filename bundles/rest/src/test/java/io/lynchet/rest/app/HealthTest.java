// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.rest.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.api.loop.Loop;
import io.lynchet.rest.RestServer;
import io.lynchet.testkit.http.RouterClient.Answer;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code /health} says of the loops that the process lives by. */
class HealthTest {
    @TempDir
    Path folder;

    private RestServer server;

    @BeforeEach
    void start() {
        server = new RestServer(folder);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private void assertHealth(int status, String word) {
        Answer answer = server.get(null, "/health");
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.object()).containsEntry("status", word);
    }

    @Test
    void health_whileAVitalLoopFails_is503_andIsWellAgainWithTheLoop() {
        assertHealth(200, "ok");
        try (Loop loop = Loop.vital("for-this-test", (sentence, failure) -> {})) {
            Runnable broken = loop.repeating(() -> {
                throw new IllegalStateException("wrong");
            });
            for (int i = 0; i < 10; i++) {
                broken.run();
            }
            assertHealth(503, "failing");
            loop.repeating(() -> {}).run();
            assertHealth(200, "ok");
        }
    }

    @Test
    void health_whileAVitalLoopCanNotGoOn_is503() {
        try (Loop loop = Loop.vital("for-this-test", (sentence, failure) -> {})) {
            loop.broken("the port was closed");
            assertHealth(503, "failing");
        }
        assertHealth(200, "ok");
    }

    @Test
    void health_whenALoopFailsThatOthersCanDoWithout_isWell() {
        try (Loop loop = Loop.helpful("for-this-test", (sentence, failure) -> {})) {
            loop.broken("the disk of the backups is gone");
            assertHealth(200, "ok");
        }
    }

    @Test
    void health_answersTheAppsVersion() {
        assertThat(server.get(null, "/health").object())
                .containsEntry("status", "ok")
                .containsEntry("version", "2.3.4")
                .containsKey("uptime_secs");
    }
}
