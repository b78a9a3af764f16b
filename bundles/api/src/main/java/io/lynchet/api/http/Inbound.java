// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.http;

import java.io.InputStream;
import java.util.List;

/** A request as the transport received it. Implemented by transports, used by the router on the same thread. */
public interface Inbound {
    /** As sent, any token. */
    String method();

    /** Path and query as sent, undecoded, beginning with a slash. */
    String target();

    /** The first value of a header, or null. Names are case-insensitive. */
    String header(String name);

    /** The values of all lines of a header in the order in which they came, empty when there is none. Names are case-insensitive. */
    List<String> headers(String name);

    /**
     * Textual IP address of the peer, whatever headers say: the router knows which proxies are trusted. An IPv6 address may be in brackets.
     */
    String remoteAddress();

    /** Whether the peer reached the transport over TLS, whatever headers say. */
    boolean secure();

    /** The length that the client announced, or -1. */
    long contentLength();

    /**
     * Whether the client has closed its connection, or it broke, so that nobody waits for the answer. Takes a look that costs little, and may find out a
     * little later. May be asked by any thread while the request is being answered.
     */
    default boolean isGone() {
        return false;
    }

    /** Blocks while the client sends. Reading fails with an {@link java.io.IOException} when the client goes away. */
    InputStream body();
}
