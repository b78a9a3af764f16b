// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.http;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.auth.Authenticator;
import io.lynchet.api.auth.Caller;
import io.lynchet.api.auth.Credentials;
import io.lynchet.api.auth.Principal;
import io.lynchet.api.http.Inbound;
import io.lynchet.api.http.RouteInfo;
import io.lynchet.api.lease.Gate;
import io.lynchet.api.lease.Lease;

/** Finds out who sent a request. */
final class Callers {
    private static final String SCHEME = "Bearer ";

    private final Gate<Authenticator> authenticators;

    Callers(Gate<Authenticator> authenticators) {
        this.authenticators = authenticators;
    }

    /**
     * The caller. A request without credentials is anonymous without asking anybody, so that {@code /health} and public pages answer also
     * while there is no authenticator; wrong credentials are {@code UNAUTHENTICATED}, never anonymous.
     */
    Caller callerOf(Inbound inbound, RouteInfo.Access access) {
        if (access == RouteInfo.Access.UNCHECKED) {
            return Caller.ANONYMOUS;
        }
        String token = bearerToken(inbound.header("Authorization"));
        String cookies = access == RouteInfo.Access.OPEN || token != null ? null : inbound.header("Cookie");
        if (token == null && cookies == null) {
            return Caller.ANONYMOUS;
        }
        Lease<Authenticator> lease = authenticators.lease();
        try {
            return lease.service().authenticate(new Credentials(token, cookies, inbound.remoteAddress()));
        } finally {
            lease.release();
        }
    }

    private static String bearerToken(String authorization) {
        if (authorization == null) {
            return null;
        }
        if (!authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            throw new LynchetException(ErrorCode.UNAUTHENTICATED, "The only kind of credentials is a bearer token.");
        }
        String token = authorization.substring(SCHEME.length()).trim();
        if (token.isEmpty()) {
            throw new LynchetException(ErrorCode.UNAUTHENTICATED, "The bearer token is empty.");
        }
        return token;
    }

    /** How a principal is named in the access log. */
    static String nameOf(Principal principal) {
        return principal.admin() ? "admin" : principal.userId() == null ? "-" : principal.userId();
    }
}
