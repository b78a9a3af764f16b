// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.live;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.lynchet.api.data.Mutation;
import io.lynchet.api.principal.Principal;
import io.lynchet.api.row.Draft;
import io.lynchet.testkit.socket.FakeSocket;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The cost of a told change follows the change, not the size of the result. What is counted is the memory that the
 * engine's thread allocates: a result that is walked or copied for each change shows in it.
 */
class ChangeCostTest {
    private static final int ROWS = 6_000;
    private static final int CHANGES = 40;
    private static final int LARGE = 5_000;
    private static final int SMALL = 20;

    @TempDir
    Path folder;

    private LiveScene scene;
    private final List<String> ids = new ArrayList<>();

    @BeforeEach
    void open() throws IOException {
        scene = new LiveScene(folder, LiveScene.NOTES);
        for (int i = 0; i < ROWS; i += 500) {
            List<Mutation> many = new ArrayList<>();
            for (int j = i; j < i + 500; j++) {
                Draft draft = new Draft(scene.app.service().entity("News"));
                many.add(new Mutation.Insert(draft.set("title", "t" + j).set("rank", (long) j)));
            }
            scene.app
                    .service()
                    .write(Principal.ADMIN, many, Optional.empty())
                    .toCompletableFuture()
                    .join()
                    .items()
                    .forEach(item -> ids.add(item.id()));
        }
    }

    @AfterEach
    void close() throws Exception {
        scene.close();
    }

    private long allocated() {
        CompletableFuture<Long> bytes = new CompletableFuture<>();
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        scene.engine
                .mailbox()
                .post(() -> bytes.complete(
                        threads.getThreadAllocatedBytes(Thread.currentThread().getId())));
        return bytes.join();
    }

    /** Returns the bytes that the engine allocates for each of some changes, which are told one by one. */
    private long bytesOfAChange(String query, Runnable change) {
        FakeSocket socket = scene.socket(Principal.ANONYMOUS);
        scene.subscribe(socket, "\"entity\":\"News\"," + query);
        scene.settle(socket);
        change.run();
        scene.settle(socket);
        long before = allocated();
        for (int i = 0; i < CHANGES; i++) {
            change.run();
            scene.settle(socket);
        }
        long each = (allocated() - before) / CHANGES;
        scene.frames.closed(socket);
        return each;
    }

    private void compare(Runnable change) {
        String order = "\"order\":[[\"rank\",\"asc\"]],\"limit\":";
        long small = bytesOfAChange(order + SMALL, change);
        long large = bytesOfAChange(order + LARGE, change);
        assertThat(large)
                .as("bytes for a change of a window of %d rows; %d bytes of one of %d", LARGE, small, SMALL)
                .isLessThan(2 * small);
    }

    @Test
    void changedRow_ofALargeWindow_costsNoMoreThanOfASmallOne() {
        int[] done = {0};
        compare(() -> scene.update("News", ids.get(done[0]++ % SMALL), "title", "changed " + done[0]));
    }

    @Test
    void rowThatPushesAnotherOneOut_ofALargeWindow_costsNoMoreThanOfASmallOne() {
        compare(() -> scene.insert("News", "title", "first", "rank", -1L));
    }
}
