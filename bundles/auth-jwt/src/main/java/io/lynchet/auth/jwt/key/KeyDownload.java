// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.jwt.key;

import io.lynchet.outbound.OutboundClient;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;

/** The download of an issuer's keys. Size and time of a response are limited. */
public final class KeyDownload implements AutoCloseable {
    public static final int BYTES_MAX = 256 * 1024;

    private static final int WAITING_MAX = 100;

    private final URI address;
    private final OutboundClient client;

    public KeyDownload(URI address, Duration connectTimeout, Duration timeout) {
        this.address = address;
        client = new OutboundClient("lynchet-jwt-keys", WAITING_MAX, connectTimeout, timeout);
    }

    /** Returns the body of a 200. The reason in an exception is for the log. */
    public byte[] get() throws IOException {
        HttpResponse<byte[]> response = client.send(client.to(address).build(), BYTES_MAX);
        if (response.statusCode() != 200) {
            throw new IOException("the status of the response is " + response.statusCode());
        }
        return response.body();
    }

    @Override
    public void close() {
        client.close();
    }
}
