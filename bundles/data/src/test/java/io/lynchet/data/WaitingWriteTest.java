// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.api.data.Mutation;
import io.lynchet.api.principal.Principal;
import io.lynchet.testkit.Await;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Code inside the write path that waits for a write: refused there and then, and writes go on. */
@Timeout(60)
class WaitingWriteTest {
    private static final String MANIFEST = """
            {"manifest_version":1,"name":"t","version":"1","routes":[],
             "entities":[{"name":"Note","fields":[{"name":"body","type":"string"}]}],
             "policies":[{"name":"all","entity":"Note","allow":"true"}]}
            """;

    @TempDir
    Path folder;

    private static void waitForAWrite(ServedApp app, String body) {
        Mutation insert = new Mutation.Insert(app.draft("Note", "body", body));
        app.data
                .write(Principal.ADMIN, List.of(insert), Optional.empty())
                .toCompletableFuture()
                .join();
    }

    @Test
    void listenerOfTheFeed_thatWaitsForAWrite_isRefused() throws Exception {
        try (ServedApp app = new ServedApp(folder, MANIFEST)) {
            CompletableFuture<Throwable> refused = new CompletableFuture<>();
            app.feed.subscribe(changes -> {
                if (!refused.isDone()) {
                    try {
                        waitForAWrite(app, "by the listener");
                        refused.complete(null);
                    } catch (RuntimeException e) {
                        refused.complete(e);
                    }
                }
            });
            app.insert(Principal.ADMIN, "Note", "body", "first");
            assertThat(Await.value(refused)).hasMessageContaining("can't wait for a write");
            app.insert(Principal.ADMIN, "Note", "body", "later");
        }
    }
}
