// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.transport.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.api.http.Inbound;
import io.lynchet.api.http.Response;
import io.lynchet.api.http.RouteInfo;
import io.lynchet.api.http.Router;
import io.lynchet.api.lease.Gate;
import io.lynchet.api.loop.Vitals;
import io.lynchet.testkit.Await;
import io.lynchet.testkit.http.RawClient;
import io.lynchet.testkit.http.TestPort;
import io.lynchet.testkit.transport.TransportLimits;
import io.netty.channel.IoHandle;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerContext;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.IoRegistration;
import io.netty.channel.nio.NioIoHandler;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** An event loop of Netty's, when something in a turn of it breaks. */
class EventLoopTest {
    private final AtomicReference<Error> inTurn = new AtomicReference<>();
    private final AtomicReference<Error> atTheStart = new AtomicReference<>();
    private final Gate<Router> routers = new Gate<>("router");

    private final class Breaking implements IoHandler {
        private final IoHandler real;

        Breaking(IoHandler real) {
            this.real = real;
        }

        private void breakOnce(AtomicReference<Error> next) {
            Error error = next.getAndSet(null);
            if (error != null) {
                throw error;
            }
        }

        @Override
        public void initialize() {
            breakOnce(atTheStart);
            real.initialize();
        }

        @Override
        public int run(IoHandlerContext context) {
            breakOnce(inTurn);
            return real.run(context);
        }

        @Override
        public void prepareToDestroy() {
            real.prepareToDestroy();
        }

        @Override
        public void destroy() {
            real.destroy();
        }

        @Override
        public IoRegistration register(IoHandle handle) throws Exception {
            return real.register(handle);
        }

        @Override
        public void wakeup() {
            real.wakeup();
        }

        @Override
        public boolean isCompatible(Class<? extends IoHandle> type) {
            return real.isCompatible(type);
        }
    }

    static Stream<Error> errors() {
        return Stream.of(
                new OutOfMemoryError("for this test"),
                new StackOverflowError(),
                new NoClassDefFoundError("com/acme/Tools"));
    }

    private NettyServer start() {
        routers.bind(new Router() {
            @Override
            public Response answer(Inbound inbound) {
                return Response.bytes(200, "text/plain", "well".getBytes(StandardCharsets.US_ASCII));
            }

            @Override
            public List<RouteInfo> routes() {
                return List.of();
            }
        });
        IoHandlerFactory real = NioIoHandler.newFactory();
        return NettyServer.start(
                NettyFixture.settings(TransportLimits.USUAL),
                routers,
                executor -> new Breaking(real.newHandler(executor)));
    }

    private static void assertServes(RawClient client) throws IOException {
        assertThat(client.send(RawClient.get("/")).read().body()).isEqualTo("well");
    }

    @ParameterizedTest
    @MethodSource("errors")
    void errorInATurn_isNotTheEndOfTheLoop_norOfItsConnections(Error error) throws IOException {
        try (NettyServer server = start();
                TestPort port = TestPort.open(server);
                RawClient client = new RawClient(port.address())) {
            assertServes(client);
            inTurn.set(error);
            assertServes(client);
            Await.until("the turn that breaks", () -> inTurn.get() == null);
            assertServes(client);
            assertThat(Vitals.verdict()).isEmpty();
        }
    }

    @Test
    void loopThatCanNotGoOn_endsTheProcess_insteadOfLosingAShareOfTheConnections() throws IOException {
        try (NettyServer server = start();
                TestPort port = TestPort.open(server)) {
            atTheStart.set(new NoClassDefFoundError("com/acme/Tools"));
            try (RawClient client = new RawClient(port.address())) {
                client.send(RawClient.get("/"));
                Await.until("a verdict", () -> Vitals.verdict().isPresent());
                assertThat(Vitals.verdict().orElseThrow()).contains("http-loop", "an event loop has ended");
            }
        }
        assertThat(Vitals.verdict()).isEmpty();
    }
}
