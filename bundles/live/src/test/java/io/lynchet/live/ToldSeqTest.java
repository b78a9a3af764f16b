// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.api.data.Mutation;
import io.lynchet.api.principal.Principal;
import io.lynchet.api.schema.Entity;
import io.lynchet.api.socket.Frame;
import io.lynchet.json.JsonNode;
import io.lynchet.json.JsonTree;
import io.lynchet.testkit.socket.FakeSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The seq that a socket is told in a pong. */
class ToldSeqTest {
    @TempDir
    Path folder;

    /** Asks for the told seq just before each diff, as a pong on another thread may. */
    private static final class AskingSocket extends FakeSocket {
        private final LiveScene scene;
        private final List<Long> tooEarly = new CopyOnWriteArrayList<>();
        private int diffs;

        AskingSocket(LiveScene scene) {
            super(Principal.ANONYMOUS);
            this.scene = scene;
        }

        @Override
        public boolean offer(Frame frame) {
            JsonNode.ObjectNode json = (JsonNode.ObjectNode) JsonTree.read(frame.json());
            if (json.get("type").plain().equals("diff")) {
                diffs++;
                long seq = (Long) json.get("seq").plain();
                if (scene.frames.seq(this) >= seq) {
                    tooEarly.add(seq);
                }
            }
            return super.offer(frame);
        }
    }

    @Test
    void seq_isToldOnlyAfterTheFramesUpToIt() throws Exception {
        try (LiveScene scene = new LiveScene(folder, LiveScene.NOTES)) {
            Entity news = scene.app.service().entity("News");
            List<Mutation> deletes = new ArrayList<>();
            for (long i = 0; i < 30; i++) {
                String id = scene.insert("News", "title", "t" + i, "rank", i);
                deletes.add(new Mutation.Delete(news, id, Mutation.ANY));
            }
            AskingSocket socket = new AskingSocket(scene);
            LiveClient client =
                    scene.subscribe(socket, "\"entity\":\"News\",\"order\":[[\"rank\",\"asc\"]],\"limit\":1");
            scene.settle(socket);
            // More than the window has in reserve, so that the result is read again.
            scene.app
                    .service()
                    .write(Principal.ADMIN, deletes.subList(0, 20), Optional.empty())
                    .toCompletableFuture()
                    .join();
            scene.settle(socket);
            assertThat(client.rows.values()).extracting(row -> row.get("title")).containsExactly("t20");
            assertThat(socket.diffs).isPositive();
            assertThat(socket.tooEarly).isEmpty();
        }
    }
}
