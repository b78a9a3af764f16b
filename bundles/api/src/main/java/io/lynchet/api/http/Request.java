// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.http;

import io.lynchet.api.principal.Caller;
import io.lynchet.api.principal.Principal;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import org.osgi.annotation.versioning.ProviderType;

/** A request in a route. Confined to the thread that handles it. */
@ProviderType
public interface Request {
    /**
     * Returns the request id: from the client ({@code X-Request-Id}, 1 to 100 safe characters), else generated. The
     * response and every log line have it.
     */
    String id();

    HttpMethod method();

    /** Returns the decoded path. */
    String path();

    /**
     * Returns the decoded value of a parameter of the pattern; an unknown name fails with an
     * {@link IllegalArgumentException}.
     */
    String pathParameter(String name);

    /** Returns the decoded query parameters in the order of their first appearance. */
    Map<String, List<String>> queryParameters();

    /**
     * Returns the only value of a query parameter, or null. Fails with {@code INVALID_PARAMETER} when it is given
     * twice.
     */
    String queryParameter(String name);

    /** Returns the first value of a header, or null. Names are case-insensitive. */
    String header(String name);

    Principal principal();

    /** Returns the principal with its credential. */
    Caller caller();

    /** Returns a check of the same credentials for later, for connections that stay open. */
    CredentialRecheck callerCheck();

    /**
     * Returns the textual IP address of the client: of the peer, or of the client that trusted proxies name. IPv6
     * addresses are not in brackets.
     */
    String remoteAddress();

    /** Returns whether the client uses TLS, to this server or to a trusted proxy. */
    boolean secure();

    /**
     * Returns the whole body, empty when there is none. Blocks. Fails with {@code PAYLOAD_TOO_LARGE} beyond the
     * configured limit (10 MiB). Can be called again.
     */
    byte[] body();

    /**
     * Returns the body as it arrives, without a limit, for routes that stream. Not to be combined with {@link #body()}.
     */
    InputStream bodyStream();
}
