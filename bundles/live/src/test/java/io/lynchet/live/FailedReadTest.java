// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.data.DataSnapshot;
import io.lynchet.api.data.Mutation;
import io.lynchet.api.data.ReadScope;
import io.lynchet.api.data.ReadScopes;
import io.lynchet.api.principal.Principal;
import io.lynchet.api.schema.Entity;
import io.lynchet.testkit.Await;
import io.lynchet.testkit.socket.FakeSocket;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A result that a change has left incomplete, while the store can't be read for a moment. */
class FailedReadTest {
    private static final String FIRST = "\"entity\":\"News\",\"order\":[[\"rank\",\"asc\"]],\"limit\":1";

    @TempDir
    Path folder;

    /** The scopes of an app whose reads fail as long as {@code down} is positive; it counts those that fail. */
    private static ReadScopes failing(ReadScopes real, AtomicInteger down) {
        return new ReadScopes() {
            @Override
            public ReadScope scope(Principal principal, Entity entity, Instant now) {
                return real.scope(principal, entity, now);
            }

            @Override
            public <T> T now(Function<DataSnapshot, T> body) {
                if (down.get() > 0) {
                    down.incrementAndGet();
                    throw LynchetException.retryable(ErrorCode.UNAVAILABLE, "The store is away.", 1);
                }
                return real.now(body);
            }
        };
    }

    @Test
    void clientThatJoinsMeanwhile_isNotToldTheIncompleteResult() throws Exception {
        try (LiveScene scene = new LiveScene(folder, LiveScene.NOTES)) {
            List<Mutation> deletes = new ArrayList<>();
            for (long i = 0; i < 30; i++) {
                String id = scene.insert("News", "title", "t" + i, "rank", i);
                deletes.add(new Mutation.Delete(scene.app.service().entity("News"), id, Mutation.ANY));
            }
            AtomicInteger down = new AtomicInteger();
            scene.services.scopes().bind(failing(scene.app.scopes(), down));
            FakeSocket first = scene.socket(Principal.ANONYMOUS);
            LiveClient early = scene.subscribe(first, FIRST);
            scene.settle(first);
            down.set(1);
            // More than the window has in reserve: what follows is unknown.
            scene.app
                    .service()
                    .write(Principal.ADMIN, deletes.subList(0, 20), Optional.empty())
                    .toCompletableFuture()
                    .join();
            Await.until("a read that fails", () -> down.get() > 1);
            FakeSocket second = scene.socket(Principal.ANONYMOUS);
            List<LiveClient> late = new ArrayList<>();
            int failed = down.get();
            Await.until("another read that fails", () -> {
                // Some of them come before the engine knows of the failure, most of them after.
                if (late.size() < 20) {
                    late.add(scene.subscribe(second, FIRST));
                }
                return down.get() > failed;
            });
            down.set(0);
            scene.settle(first, second);
            assertThat(early.rows.values()).extracting(row -> row.get("title")).containsExactly("t20");
            assertThat(late).allSatisfy(client -> assertThat(client.rows).isEqualTo(early.rows));
        }
    }

    @Test
    void changeDuringAReadThatFails_isNotForgotten() throws Exception {
        try (LiveScene scene = new LiveScene(folder, LiveScene.NOTES)) {
            String gone = scene.insert("Due", "at", Instant.EPOCH);
            FakeSocket ann = scene.socket(new Principal("ann", null, null, Set.of(), false, false));
            LiveClient client = scene.subscribe(ann, "\"entity\":\"Due\"");
            scene.settle(ann);
            assertThat(client.rows).containsOnlyKeys(gone);

            // Time-dependent rights are read again by themselves.
            CountDownLatch reading = new CountDownLatch(1);
            CountDownLatch deleted = new CountDownLatch(1);
            AtomicBoolean down = new AtomicBoolean(true);
            ReadScopes real = scene.app.scopes();
            scene.services.scopes().bind(new ReadScopes() {
                @Override
                public ReadScope scope(Principal principal, Entity entity, Instant now) {
                    return real.scope(principal, entity, now);
                }

                @Override
                public <T> T now(Function<DataSnapshot, T> body) {
                    if (down.get()) {
                        reading.countDown();
                        Await.open("the delete", deleted);
                        throw LynchetException.retryable(ErrorCode.UNAVAILABLE, "The store is away.", 1);
                    }
                    return real.now(body);
                }
            });
            Await.open("a read", reading);
            Entity due = scene.app.service().entity("Due");
            scene.app
                    .service()
                    .write(Principal.ADMIN, List.of(new Mutation.Delete(due, gone, Mutation.ANY)), Optional.empty())
                    .toCompletableFuture()
                    .join();
            Await.until("the engine to see the delete", () -> scene.engine.processed() >= scene.app.head());
            deleted.countDown();
            // Soon the engine knows that the read has failed. It reads again only with its next tick.
            for (int i = 0; i < 100; i++) {
                CountDownLatch passed = new CountDownLatch(1);
                scene.engine.mailbox().post(passed::countDown);
                Await.open("the engine", passed);
            }
            String later = scene.insert("Due", "at", Instant.EPOCH);
            down.set(false);
            scene.settle(ann);
            assertThat(client.rows).containsOnlyKeys(later);
        }
    }
}
