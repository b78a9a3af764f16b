// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.testkit.transport.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.api.http.Response;
import io.lynchet.testkit.Await;
import io.lynchet.testkit.http.RawClient;
import io.lynchet.testkit.transport.TransportContract;
import io.lynchet.testkit.transport.TransportLimits;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The contract of slow clients and slow handlers. */
public abstract class TransportPaceContract extends TransportContract {
    /** Waits, for tests that are about time. */
    private static void pass(long millis) {
        long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        Await.until("time to pass", () -> System.nanoTime() >= until);
    }

    @Test
    void stream_isHeldBackByASlowReader_andFailsWhenItIsGone() throws Exception {
        CountDownLatch broken = new CountDownLatch(1);
        java.util.concurrent.atomic.AtomicLong written = new java.util.concurrent.atomic.AtomicLong();
        InetSocketAddress address = serve(
                TransportLimits.USUAL.idleTimeout(300),
                inbound -> Response.stream(200, "text/plain", out -> {
                    try {
                        while (true) {
                            out.write(new byte[65_536]);
                            written.addAndGet(65_536);
                        }
                    } finally {
                        broken.countDown();
                    }
                }));
        try (RawClient client = new RawClient(address)) {
            client.send(RawClient.get("/"));
            assertThat(client.readByte()).isEqualTo('H');
            assertThat(broken.await(10, TimeUnit.SECONDS)).isTrue();
            assertThat(written.get()).isLessThan(64_000_000);
        }
    }

    @Test
    void clientThatNeverReadsABigAnswer_isCutAfterTheIdleTimeout() throws Exception {
        byte[] big = new byte[64_000_000];
        InetSocketAddress address =
                serve(TransportLimits.USUAL.idleTimeout(300), inbound -> Response.bytes(200, "text/plain", big));
        try (RawClient client = new RawClient(address)) {
            client.send(RawClient.get("/"));
            assertThat(client.readByte()).isEqualTo('H');
            Await.until("the server", () -> served.requestsInFlight() == 0);
        }
    }

    @Test
    void clientThatReadsABigAnswerTooSlowly_isCut() throws Exception {
        byte[] big = new byte[64_000_000];
        InetSocketAddress address =
                serve(TransportLimits.USUAL.pace(100_000_000, 100), inbound -> Response.bytes(200, "text/plain", big));
        try (RawClient client = new RawClient(address)) {
            client.send(RawClient.get("/"));
            // Reads now and then, so that the connection is never idle.
            Await.until("the server", () -> {
                try {
                    return client.readByte() >= -1 && served.requestsInFlight() == 0;
                } catch (IOException e) {
                    return served.requestsInFlight() == 0;
                }
            });
        }
    }

    @Test
    void clientThatSendsItsBodyTooSlowly_isCut() throws Exception {
        CountDownLatch failed = new CountDownLatch(1);
        InetSocketAddress address = serve(TransportLimits.USUAL.pace(10_000, 100), inbound -> {
            try {
                return echo(inbound);
            } catch (UncheckedIOException e) {
                failed.countDown();
                return text("cut");
            }
        });
        try (RawClient client = new RawClient(address)) {
            client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\n");
            Await.until("the server", () -> {
                try {
                    client.send("x");
                } catch (IOException e) {
                    return true;
                }
                return failed.getCount() == 0;
            });
            Await.open("the failure", failed);
        }
    }

    @Test
    void slowHandler_outlivesTheIdleTimeout() throws IOException {
        InetSocketAddress address = serve(TransportLimits.USUAL.idleTimeout(200), inbound -> {
            pass(800);
            return text("late");
        });
        try (RawClient client = new RawClient(address)) {
            client.send(RawClient.get("/"));
            assertThat(client.read().body()).isEqualTo("late");
        }
    }

    @Test
    void bodyThatStopsComing_endsTheRequest() throws IOException {
        CountDownLatch failed = new CountDownLatch(1);
        InetSocketAddress address = serve(TransportLimits.USUAL.idleTimeout(300), inbound -> {
            try {
                return echo(inbound);
            } catch (UncheckedIOException e) {
                failed.countDown();
                return Response.empty(400);
            }
        });
        try (RawClient client = new RawClient(address)) {
            client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nabc");
            Await.until("the server", () -> failed.getCount() == 0);
        }
    }
}
