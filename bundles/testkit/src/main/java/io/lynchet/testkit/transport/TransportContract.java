// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.testkit.transport;

import io.lynchet.api.http.Inbound;
import io.lynchet.api.http.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;

/** What all contracts of a transport share: one that serves a function on a port, and is stopped after the test. */
public abstract class TransportContract {
    /** The transport of this test and its port, once {@link #serve} was called. */
    Served served;

    protected abstract TransportFixture fixture();

    @AfterEach
    final void stopServing() {
        if (served != null) {
            served.close();
        }
        ended();
    }

    /** Looks at what must hold when nothing serves any more. */
    void ended() {}

    final InetSocketAddress serve(Function<Inbound, Response> code) {
        return serve(TransportLimits.USUAL, code);
    }

    final InetSocketAddress serve(TransportLimits limits, Function<Inbound, Response> code) {
        served = Served.open(fixture(), limits, OneRoute.gate(code));
        return served.address();
    }

    static Response text(String text) {
        return Response.bytes(200, "text/plain", utf8(text));
    }

    /** Method, target, announced length and body. */
    static Response echo(Inbound inbound) {
        try {
            String body = new String(inbound.body().readAllBytes(), StandardCharsets.UTF_8);
            return text(inbound.method() + " " + inbound.target() + " " + inbound.contentLength() + " " + body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
