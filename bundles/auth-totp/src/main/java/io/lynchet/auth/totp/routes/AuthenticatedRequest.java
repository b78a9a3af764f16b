// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.totp.routes;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.auth.Authenticator;
import io.lynchet.api.http.CredentialRecheck;
import io.lynchet.api.http.HttpMethod;
import io.lynchet.api.http.Request;
import io.lynchet.api.lease.Gate;
import io.lynchet.api.principal.Caller;
import io.lynchet.api.principal.Credentials;
import io.lynchet.api.principal.Principal;
import java.io.InputStream;
import java.util.List;
import java.util.Map;

/** A request to a route without authentication by the router, with the caller that the router would have set. */
final class AuthenticatedRequest implements Request {
    private static final String SCHEME = "Bearer ";

    private final Request request;
    private final Caller caller;

    private AuthenticatedRequest(Request request, Caller caller) {
        this.request = request;
        this.caller = caller;
    }

    /**
     * Asks the authenticator by the same rules as the router: a bearer token goes before a cookie, and invalid
     * credentials are refused.
     */
    static Request of(Request request, Gate<Authenticator> authenticator) {
        Credentials credentials = credentials(request);
        return new AuthenticatedRequest(request, authenticator.call(service -> service.authenticate(credentials)));
    }

    /** Returns the credentials. Fails with {@code UNAUTHENTICATED} for a malformed header. */
    static Credentials credentials(Request request) {
        String authorization = request.header("Authorization");
        if (authorization == null) {
            return new Credentials(null, request.header("Cookie"), request.remoteAddress());
        }
        String token = authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                ? authorization.substring(SCHEME.length()).trim()
                : "";
        if (token.isEmpty()) {
            throw new LynchetException(ErrorCode.UNAUTHENTICATED, "The Authorization header must be a bearer token.");
        }
        return new Credentials(token, null, request.remoteAddress());
    }

    @Override
    public Principal principal() {
        return caller.principal();
    }

    @Override
    public Caller caller() {
        return caller;
    }

    @Override
    public CredentialRecheck callerCheck() {
        return request.callerCheck();
    }

    @Override
    public String id() {
        return request.id();
    }

    @Override
    public HttpMethod method() {
        return request.method();
    }

    @Override
    public String path() {
        return request.path();
    }

    @Override
    public String pathParameter(String name) {
        return request.pathParameter(name);
    }

    @Override
    public Map<String, List<String>> queryParameters() {
        return request.queryParameters();
    }

    @Override
    public String queryParameter(String name) {
        return request.queryParameter(name);
    }

    @Override
    public String header(String name) {
        return request.header(name);
    }

    @Override
    public String remoteAddress() {
        return request.remoteAddress();
    }

    @Override
    public boolean secure() {
        return request.secure();
    }

    @Override
    public byte[] body() {
        return request.body();
    }

    @Override
    public InputStream bodyStream() {
        return request.bodyStream();
    }
}
