// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.testkit.transport.request;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.api.http.Router;
import io.lynchet.api.lease.Gate;
import io.lynchet.testkit.Await;
import io.lynchet.testkit.http.RawClient;
import io.lynchet.testkit.transport.OneRoute;
import io.lynchet.testkit.transport.Served;
import io.lynchet.testkit.transport.TransportContract;
import io.lynchet.testkit.transport.TransportLimits;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The contract of a router that is replaced below the transport. */
public abstract class TransportRouterSwapContract extends TransportContract {
    private final Gate<Router> routers = new Gate<>("router");

    private static Router saying(String text) {
        return new OneRoute(inbound -> text(text));
    }

    private Router bind(String text) {
        Router router = saying(text);
        routers.bind(router);
        return router;
    }

    private String ask() {
        try (RawClient client = new RawClient(served.address())) {
            return client.send(RawClient.get("/")).read().body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void requestWithoutARouter_waitsForTheNext() throws Exception {
        Router first = bind("one");
        served = Served.open(fixture(), TransportLimits.USUAL, routers);
        assertThat(ask()).isEqualTo("one");
        routers.unbind(first);
        CountDownLatch asking = new CountDownLatch(1);
        CompletableFuture<String> waiting = CompletableFuture.supplyAsync(() -> {
            asking.countDown();
            return ask();
        });
        Await.open("the request", asking);
        bind("two");
        assertThat(waiting.get(10, TimeUnit.SECONDS)).isEqualTo("two");
    }

    @Test
    void swaps_underLoad_failNoRequest() throws Exception {
        Router current = bind("0");
        served = Served.open(fixture(), TransportLimits.USUAL, routers);
        AtomicBoolean stop = new AtomicBoolean();
        AtomicInteger answered = new AtomicInteger();
        CompletableFuture<Void> load = CompletableFuture.runAsync(() -> {
            try (RawClient client = new RawClient(served.address())) {
                while (!stop.get()) {
                    RawClient.Answer answer = client.send(RawClient.get("/")).read();
                    assertThat(answer.status()).isEqualTo(200);
                    answered.incrementAndGet();
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        for (int i = 1; i <= 50; i++) {
            Router next = bind(Integer.toString(i));
            routers.unbind(current);
            current = next;
            int seen = answered.get();
            Await.until("an answer of the new router", () -> answered.get() > seen || load.isDone());
        }
        stop.set(true);
        load.get(10, TimeUnit.SECONDS);
    }
}
