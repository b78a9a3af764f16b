// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.http;

import io.lynchet.api.auth.Caller;
import io.lynchet.api.auth.Principal;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import org.osgi.annotation.versioning.ProviderType;

/** A request on its way through a route. Confined to the thread that handles it. */
@ProviderType
public interface Request {
    /** Given by the client ({@code X-Request-Id}, 1 to 100 safe characters) or made; it is in the answer and in every log line. */
    String id();

    HttpMethod method();

    /** Decoded path. */
    String path();

    /** Decoded value of a parameter of the pattern; an unknown name is an {@link IllegalArgumentException}. */
    String pathParameter(String name);

    /** Decoded query parameters in the order of their first appearance. */
    Map<String, List<String>> queryParameters();

    /** The only value of a query parameter, or null; {@code INVALID_PARAMETER} when it is given twice. */
    String queryParameter(String name);

    /** The first value of a header, or null. Names are case-insensitive. */
    String header(String name);

    Principal principal();

    /** Who it is and by which credential. */
    Caller caller();

    /** To ask again who it is, for connections that stay open. */
    CallerCheck callerCheck();

    /** Textual IP address of the client: of the peer, or of the one that trusted proxies have named. IPv6 addresses are not in brackets. */
    String remoteAddress();

    /** Whether the client speaks TLS, with this server or with a proxy that is trusted. */
    boolean secure();

    /** The whole body, empty when there is none. Blocks; {@code PAYLOAD_TOO_LARGE} beyond the configured limit (10 MiB). Can be called again. */
    byte[] body();

    /** The body as it arrives, without a limit, for routes that stream. Not together with {@link #body()}. */
    InputStream bodyStream();
}
