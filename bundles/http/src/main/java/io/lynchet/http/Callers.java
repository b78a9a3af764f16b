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

/** Finds out who sent a request, and whether they may send one now. */
final class Callers {
    private static final String SCHEME = "Bearer ";

    private final Gate<Authenticator> authenticators;
    private final RequestLimits limits;

    Callers(Gate<Authenticator> authenticators, RequestLimits limits) {
        this.authenticators = authenticators;
        this.limits = limits;
    }

    /**
     * The caller; {@code RATE_LIMITED} when it has sent too many requests. The admin is never limited.
     *
     * <p>A request without credentials is anonymous without asking anybody, so that {@code /health} and public pages answer also while there is
     * no authenticator; wrong credentials are {@code UNAUTHENTICATED}, never anonymous.
     */
    Caller callerOf(Arrival arrival, RouteInfo route) {
        Caller caller = identified(arrival, route.access());
        Principal principal = caller.principal();
        if (route.limited() && !principal.admin()) {
            if (principal.userId() == null) {
                limits.countAddress(arrival);
            } else {
                limits.countUser(principal.userId());
            }
        }
        return caller;
    }

    private Caller identified(Arrival arrival, RouteInfo.Access access) {
        if (access == RouteInfo.Access.UNCHECKED) {
            return Caller.ANONYMOUS;
        }
        Inbound inbound = arrival.inbound();
        String authorization = inbound.header("Authorization");
        String cookies = access == RouteInfo.Access.OPEN || authorization != null ? null : inbound.header("Cookie");
        if (authorization == null && cookies == null) {
            return Caller.ANONYMOUS;
        }
        limits.checkGuessing(arrival);
        try {
            return authenticated(new Credentials(bearerToken(authorization), cookies, arrival.address()));
        } catch (LynchetException e) {
            if (e.code().status() == ErrorCode.UNAUTHENTICATED.status()) {
                limits.countWrongCredentials(arrival);
            }
            throw e;
        }
    }

    private Caller authenticated(Credentials credentials) {
        Lease<Authenticator> lease = authenticators.lease();
        try {
            return lease.service().authenticate(credentials);
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
