// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.api.data.DataSnapshot;
import io.lynchet.api.data.ReadScope;
import io.lynchet.api.data.ReadScopes;
import io.lynchet.api.principal.Principal;
import io.lynchet.api.schema.Entity;
import io.lynchet.testkit.Await;
import io.lynchet.testkit.socket.FakeSocket;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The engine and its readers, when something in a turn of theirs breaks. */
class LiveLoopTest {
    @TempDir
    Path folder;

    static Stream<Error> errors() {
        return Stream.of(
                new OutOfMemoryError("for this test"),
                new StackOverflowError(),
                new NoClassDefFoundError("com/acme/Tools"));
    }

    @ParameterizedTest
    @MethodSource("errors")
    void errorInAStepOfTheEngine_isNotItsEnd(Error error) throws Exception {
        try (LiveScene scene = new LiveScene(folder, LiveScene.NOTES)) {
            FakeSocket socket = scene.socket(Principal.user("ann"));
            scene.engine.mailbox().post(() -> {
                throw error;
            });
            LiveClient client = scene.subscribe(socket, "\"entity\":\"News\"");
            scene.insert("News", "title", "a");
            scene.settle(socket);
            assertThat(client.rows).hasSize(1);
        }
    }

    @ParameterizedTest
    @MethodSource("errors")
    void errorWhileAResultIsRead_isToldToItsClient_andTheNextOneIsServed(Error error) throws Exception {
        try (LiveScene scene = new LiveScene(folder, LiveScene.NOTES)) {
            AtomicReference<Error> next = new AtomicReference<>(error);
            scene.services.scopes().bind(breaking(scene.app.scopes(), next));
            FakeSocket socket = scene.socket(Principal.user("ann"));
            scene.subscribe(socket, "\"entity\":\"News\"");
            Await.until(
                    "the client to be told",
                    () -> LiveScene.nodes(socket).stream()
                            .anyMatch(frame -> frame.toString().contains("INTERNAL")
                                    || frame.byName().containsKey("error")
                                    || frame.byName().containsKey("code")));
            assertThat(next).hasValue(null);

            FakeSocket other = scene.socket(Principal.user("ann"));
            LiveClient client = scene.subscribe(other, "\"entity\":\"News\"");
            scene.insert("News", "title", "a");
            scene.settle(other);
            assertThat(client.rows).hasSize(1);
        }
    }

    private static ReadScopes breaking(ReadScopes real, AtomicReference<Error> next) {
        return new ReadScopes() {
            @Override
            public ReadScope scope(Principal principal, Entity entity, Instant now) {
                return real.scope(principal, entity, now);
            }

            @Override
            public <T> T now(Function<DataSnapshot, T> body) {
                Error error = next.getAndSet(null);
                if (error != null) {
                    throw error;
                }
                return real.now(body);
            }
        };
    }
}
