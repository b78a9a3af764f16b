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

/**
 * The common part of all transport contracts: it serves a function on a port, and stops the transport after the test.
 */
public abstract class TransportContract {
    /** The transport of this test and its port, after {@link #serve}. */
    public Served served;

    protected abstract TransportFixture fixture();

    @AfterEach
    final void stopServing() {
        if (served != null) {
            served.close();
        }
        ended();
    }

    /** Checks what must hold when the transport has stopped. */
    public void ended() {}

    public final InetSocketAddress serve(Function<Inbound, Response> code) {
        return serve(TransportLimits.USUAL, code);
    }

    public final InetSocketAddress serve(TransportLimits limits, Function<Inbound, Response> code) {
        served = Served.open(fixture(), limits, OneRoute.gate(code));
        return served.address();
    }

    public static Response text(String text) {
        return Response.bytes(200, "text/plain", utf8(text));
    }

    /** Responds with method, target, announced length and body. */
    public static Response echo(Inbound inbound) {
        try {
            String body = new String(inbound.body().readAllBytes(), StandardCharsets.UTF_8);
            return text(inbound.method() + " " + inbound.target() + " " + inbound.contentLength() + " " + body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
