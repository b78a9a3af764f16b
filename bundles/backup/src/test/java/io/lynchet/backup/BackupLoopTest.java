// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lynchet.api.backup.BackupTask;
import io.lynchet.api.http.Channel;
import io.lynchet.api.http.Response;
import io.lynchet.api.socket.CloseCode;
import io.lynchet.api.store.OwnedStore;
import io.lynchet.backup.routes.WatchTask;
import io.lynchet.testkit.Await;
import io.lynchet.testkit.Breaking;
import io.lynchet.testkit.ThreadLeaks;
import io.lynchet.testkit.auth.FakeRequest;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The threads of backups, when something in a turn of one breaks. */
@ExtendWith(ThreadLeaks.class)
class BackupLoopTest {
    @TempDir
    Path folder;

    private final AtomicReference<Error> next = new AtomicReference<>();
    private BackupScene scene;
    private OwnedStore real;

    @BeforeEach
    void open() {
        scene = new BackupScene(folder);
        scene.insert(scene.app.user("u1"));
        real = scene.store;
        scene.store = Breaking.once(OwnedStore.class, real, next);
    }

    @AfterEach
    void close() {
        scene.store = real;
        scene.close();
    }

    @ParameterizedTest
    @MethodSource("io.lynchet.testkit.Breaking#errors")
    void taskThatEndsInAnError_saysSo_andTheNextOneRuns(Error error) {
        next.set(error);
        BackupTask broken = scene.backups.backup(scene.place, Optional.empty());
        assertThatThrownBy(() -> BackupScene.done(broken)).hasMessageContaining("failed unexpectedly");
        assertThat(scene.backup().rows()).isEqualTo(1);
    }

    @ParameterizedTest
    @MethodSource("io.lynchet.testkit.Breaking#errors")
    void streamOfATask_thatEndsInAnError_isClosed_andTheNextOneTells(Error error) throws Exception {
        scene.backup();
        ScheduledExecutorService clock = new ScheduledThreadPoolExecutor(1);
        try {
            List<Object> broken = watch(clock, error);
            Await.until("its end", () -> broken.contains(CloseCode.FAILED));
            List<Object> well = watch(clock, null);
            Await.until("its end", () -> well.contains(CloseCode.NORMAL));
            assertThat(well).contains("send");
        } finally {
            clock.shutdownNow();
        }
    }

    /** What becomes of its channel: the calls that send, and the code with which it is closed. */
    private List<Object> watch(ScheduledExecutorService clock, Error first) throws Exception {
        List<Object> calls = new CopyOnWriteArrayList<>();
        AtomicReference<Error> error = new AtomicReference<>(first);
        Channel channel = (Channel) Proxy.newProxyInstance(
                Channel.class.getClassLoader(), new Class<?>[] {Channel.class}, (self, method, arguments) -> {
                    boolean send = method.getName().equals("send");
                    Error thrown = send ? error.getAndSet(null) : null;
                    if (thrown != null) {
                        throw thrown;
                    }
                    calls.add(send ? "send" : arguments[0]);
                    return null;
                });
        Response stream = new WatchTask(scene.backups, clock)
                .handle(FakeRequest.get("/api/admin/backups/tasks/1/events").pathParameter("task", "1"));
        stream.upgrade().handler().opened(channel);
        return calls;
    }
}
