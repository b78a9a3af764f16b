// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.transport.jetty;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.api.http.Response;
import io.lynchet.api.http.Router;
import io.lynchet.api.http.Transport;
import io.lynchet.testkit.Await;
import io.lynchet.testkit.http.RawClient;
import io.lynchet.testkit.http.TestPort;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;

/** The component's life, step by step as Declarative Services takes it. */
class JettyTransportTest {
    private final List<Transport> registered = new CopyOnWriteArrayList<>();
    private TestPort port;

    @AfterEach
    void closePort() {
        port.close();
    }

    private BundleContext context() {
        return (BundleContext) Proxy.newProxyInstance(
                JettyTransportTest.class.getClassLoader(),
                new Class<?>[] {BundleContext.class},
                (proxy, method, arguments) -> registration((Transport) arguments[1]));
    }

    private Object registration(Transport transport) {
        registered.add(transport);
        return Proxy.newProxyInstance(
                JettyTransportTest.class.getClassLoader(),
                new Class<?>[] {ServiceRegistration.class},
                (proxy, method, arguments) -> registered.remove(transport));
    }

    private static Router saying(String text) {
        return new OneRoute(inbound -> Response.bytes(200, "text/plain", text.getBytes(StandardCharsets.UTF_8)));
    }

    private static String ask(InetSocketAddress address) throws IOException {
        try (RawClient client = new RawClient(address)) {
            return client.send(RawClient.get("/")).read().body();
        }
    }

    @Test
    void transport_isThere_fromTheFirstRouterToTheEnd() throws Exception {
        JettyTransport transport = new JettyTransport(context(), Configs.with());
        transport.activate();
        assertThat(registered).isEmpty();
        Router router = saying("one");
        transport.bindRouter(router);
        port = TestPort.open(registered.get(0));
        InetSocketAddress address = port.address();
        assertThat(ask(address)).isEqualTo("one");
        transport.unbindRouter(router);
        CountDownLatch asking = new CountDownLatch(1);
        CompletableFuture<String> waiting = CompletableFuture.supplyAsync(() -> {
            try {
                asking.countDown();
                return ask(address);
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
        Await.open("the request", asking);
        transport.bindRouter(saying("two"));
        assertThat(waiting.get(10, TimeUnit.SECONDS)).isEqualTo("two");
        transport.deactivate();
        assertThat(registered).isEmpty();
    }

    @Test
    void routerSwaps_underLoad_failNoRequest() throws Exception {
        JettyTransport transport = new JettyTransport(context(), Configs.with());
        Router current = saying("0");
        transport.bindRouter(current);
        transport.activate();
        port = TestPort.open(registered.get(0));
        InetSocketAddress address = port.address();
        AtomicBoolean stop = new AtomicBoolean();
        AtomicInteger answered = new AtomicInteger();
        CompletableFuture<Void> load = CompletableFuture.runAsync(() -> {
            try (RawClient client = new RawClient(address)) {
                while (!stop.get()) {
                    RawClient.Answer answer = client.send(RawClient.get("/")).read();
                    assertThat(answer.status()).isEqualTo(200);
                    answered.incrementAndGet();
                }
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
        for (int i = 1; i <= 50; i++) {
            Router next = saying(Integer.toString(i));
            transport.bindRouter(next);
            transport.unbindRouter(current);
            current = next;
            int seen = answered.get();
            Await.until("an answer of the new router", () -> answered.get() > seen || load.isDone());
        }
        stop.set(true);
        load.get(10, TimeUnit.SECONDS);
        transport.deactivate();
    }
}
