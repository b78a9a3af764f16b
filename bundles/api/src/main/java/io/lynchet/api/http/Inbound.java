// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.http;

import java.io.InputStream;
import java.util.List;

/** A request as the transport received it. Transports implement it; the router uses it on the same thread. */
public interface Inbound {
    /** Returns the method as sent, any token. */
    String method();

    /** Returns path and query as sent, undecoded, beginning with a slash. */
    String target();

    /** Returns the first value of a header, or null. Names are case-insensitive. */
    String header(String name);

    /**
     * Returns the values of all lines of a header in the order received, empty when there is none. Names are
     * case-insensitive.
     */
    List<String> headers(String name);

    /**
     * Returns the textual IP address of the peer, whatever headers say: the router knows the trusted proxies. An IPv6
     * address may be in brackets.
     */
    String remoteAddress();

    /** Returns whether the peer reached the transport over TLS, whatever headers say. */
    boolean secure();

    /** Returns the length that the client announced, or -1. */
    long contentLength();

    /**
     * Returns whether the client has closed its connection, or it broke, so that nobody waits for the response. The
     * check is cheap and may notice late. Any thread may call it while the request is being handled. Default: false.
     */
    default boolean isGone() {
        return false;
    }

    /**
     * Returns the body as a stream. Reads block while the client sends. They fail with an {@link java.io.IOException}
     * when the client goes away.
     */
    InputStream body();
}
