// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.health.Health;
import io.lynchet.api.health.HealthCheck;
import io.lynchet.api.store.Store;
import io.lynchet.testkit.Await;
import io.lynchet.testkit.ComponentConfig;
import io.lynchet.testkit.ThreadLeaks;
import io.lynchet.testkit.osgi.ServiceRegistryContext;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.postgresql.PGConnection;

/** The threads that open the store and that watch its reads, when something in a turn of one breaks. */
@ExtendWith(ThreadLeaks.class)
class PostgresLoopTest {
    /** Here, so that the server is started before threads are counted. */
    private final PostgresSettings settings = PostgresFixture.settings();

    private final ServiceRegistryContext context = new ServiceRegistryContext();

    private static <T> T fake(Class<T> type, java.lang.reflect.InvocationHandler calls) {
        return type.cast(Proxy.newProxyInstance(PostgresLoopTest.class.getClassLoader(), new Class<?>[] {type}, calls));
    }

    private PostgresComponent.Config config() {
        return ComponentConfig.of(
                PostgresComponent.Config.class,
                "url",
                "postgres://postgres@127.0.0.1:1/app",
                "schema",
                settings.schema());
    }

    @ParameterizedTest
    @MethodSource("io.lynchet.testkit.Breaking#errors")
    void errorWhileItIsOpened_isTold_andNotTheLastTry(Error error) {
        AtomicInteger tries = new AtomicInteger();
        CountDownLatch told = new CountDownLatch(1);
        PostgresComponent component = new PostgresComponent(given -> {
            if (tries.incrementAndGet() == 1) {
                throw error;
            }
            Await.open("the test", told);
            return PostgresStore.open(settings);
        });
        component.activate(context, config());
        try {
            HealthCheck health = context.service(HealthCheck.class);
            Await.until("the second try", () -> tries.get() == 2);
            assertThat(health.check().state()).isEqualTo(Health.State.DOWN);
            assertThat(health.check().message()).contains(error.getClass().getSimpleName());
            told.countDown();
            Await.until("the store", () -> !context.services(Store.class).isEmpty());
            assertThat(health.check().state()).isNotEqualTo(Health.State.DOWN);
        } finally {
            component.deactivate();
        }
    }

    /** Of a connection whose reads are over; counts how often the server is asked to end them. */
    private static Connection connection(AtomicInteger cancels, Error error) {
        return connection(() -> {
            cancels.incrementAndGet();
            if (error != null) {
                throw error;
            }
        });
    }

    private static Connection connection(Runnable cancel) {
        PGConnection own = fake(PGConnection.class, (self, method, given) -> {
            cancel.run();
            return null;
        });
        return fake(Connection.class, (self, method, given) -> method.getName().equals("unwrap") ? own : null);
    }

    @ParameterizedTest
    @MethodSource("io.lynchet.testkit.Breaking#errors")
    void errorOverOneRead_isNotTheLastLook_andTheOthersAreEndedInTime(Error error) throws Exception {
        AtomicInteger broken = new AtomicInteger();
        AtomicInteger well = new AtomicInteger();
        try (ReadWatch watch = new ReadWatch()) {
            PostgresDatabase first = new PostgresDatabase(connection(broken, error), PostgresDatabase.Use.READ, watch);
            PostgresDatabase second = new PostgresDatabase(connection(well, null), PostgresDatabase.Use.READ, watch);
            first.watch(() -> new LynchetException(ErrorCode.QUERY_TIMEOUT, "for this test"));
            second.watch(() -> new LynchetException(ErrorCode.QUERY_TIMEOUT, "for this test"));
            watch.start();
            Await.until("several looks at both", () -> broken.get() > 2 && well.get() > 2);
        }
    }

    @Test
    void watchThatIsClosed_waitsForTheReadThatItIsEnding() throws Exception {
        CountDownLatch asking = new CountDownLatch(1);
        CompletableFuture<Void> go = new CompletableFuture<>();
        AtomicBoolean asked = new AtomicBoolean();
        Connection connection = connection(() -> {
            asking.countDown();
            go.join();
            asked.set(true);
        });
        ReadWatch watch = new ReadWatch();
        PostgresDatabase reader = new PostgresDatabase(connection, PostgresDatabase.Use.READ, watch);
        reader.watch(() -> new LynchetException(ErrorCode.QUERY_TIMEOUT, "for this test"));
        watch.start();
        Await.open("the server being asked", asking);
        AtomicBoolean askedBeforeItClosed = new AtomicBoolean();
        Thread closing = Executors.defaultThreadFactory().newThread(() -> {
            watch.close();
            askedBeforeItClosed.set(asked.get());
        });
        closing.start();
        Await.until(
                "the closing, or its wait",
                () -> closing.getState() == Thread.State.TIMED_WAITING
                        || closing.getState() == Thread.State.TERMINATED);
        go.complete(null);
        closing.join();
        assertThat(askedBeforeItClosed).isTrue();
    }
}
