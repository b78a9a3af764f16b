// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.sync;

import static io.lynchet.sync.SyncScene.user;
import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.api.data.DataSnapshot;
import io.lynchet.api.data.ReadScope;
import io.lynchet.api.data.ReadScopes;
import io.lynchet.api.principal.Principal;
import io.lynchet.api.schema.Entity;
import io.lynchet.api.socket.CloseCode;
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

/** The thread that tells sockets of changes, when something in a turn of it breaks. */
class SyncLoopTest {
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
    void errorInATurn_closesTheSockets_andTheyCanComeAgain(Error error) throws Exception {
        try (SyncScene scene = new SyncScene(folder)) {
            AtomicReference<Error> next = new AtomicReference<>();
            scene.scopes.bind(breaking(scene.app.scopes(), next));
            FakeSocket socket = scene.open(SyncScene.socket(user("ada")));
            next.set(error);
            scene.insert("Note", 1, "body", "x");
            Await.until("the socket to be closed", () -> socket.closeCode() == CloseCode.FAILED);

            FakeSocket again = scene.open(SyncScene.socket(user("ada")));
            scene.insert("Note", 2, "body", "y");
            scene.settle(again);
            assertThat(again.read()).isNotEmpty();
        }
    }

    private static ReadScopes breaking(ReadScopes real, AtomicReference<Error> next) {
        return new ReadScopes() {
            @Override
            public ReadScope scope(Principal principal, Entity entity, Instant now) {
                breakOnce();
                return real.scope(principal, entity, now);
            }

            @Override
            public <T> T now(Function<DataSnapshot, T> body) {
                breakOnce();
                return real.now(body);
            }

            private void breakOnce() {
                Error error = next.getAndSet(null);
                if (error != null) {
                    throw error;
                }
            }
        };
    }
}
