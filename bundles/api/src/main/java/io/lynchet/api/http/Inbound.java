// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.http;

import java.io.InputStream;

/** A request as the transport received it. Implemented by transports, used by the router on the same thread. */
public interface Inbound {
    /** As sent, any token. */
    String method();

    /** Path and query as sent, undecoded, beginning with a slash. */
    String target();

    /** The first value of a header, or null. Names are case-insensitive. */
    String header(String name);

    /** Textual IP address of the peer. */
    String remoteAddress();

    /** Whether the client reached the transport over TLS. */
    boolean secure();

    /** The length that the client announced, or -1. */
    long contentLength();

    /** Blocks while the client sends. Reading fails with an {@link java.io.IOException} when the client goes away. */
    InputStream body();
}
