// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.http;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.auth.Authenticator;
import io.lynchet.api.auth.Caller;
import io.lynchet.api.auth.Credentials;
import io.lynchet.api.auth.Principal;
import io.lynchet.api.http.CallerCheck;
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
        if (isLimited(route, principal)) {
            if (principal.userId() == null) {
                limits.countAddress(arrival);
            } else {
                limits.countUser(principal.userId());
            }
        }
        return caller;
    }

    /** Counts an answer that cost as much as so many requests more. */
    void charge(Arrival arrival, RouteInfo route, Principal principal, int requests) {
        if (isLimited(route, principal)) {
            limits.charge(arrival, principal.userId(), requests);
        }
    }

    private static boolean isLimited(RouteInfo route, Principal principal) {
        return route.limited() && !principal.admin();
    }

    /** To look at the credentials of a request again after it has been answered. */
    CallerCheck checkOf(Arrival arrival, RouteInfo.Access access) {
        Credentials credentials = credentialsOf(arrival, access);
        return credentials == null ? () -> Caller.ANONYMOUS : () -> authenticated(credentials);
    }

    private Caller identified(Arrival arrival, RouteInfo.Access access) {
        try {
            Credentials credentials = credentialsOf(arrival, access);
            if (credentials == null) {
                return Caller.ANONYMOUS;
            }
            limits.checkGuessing(arrival);
            return authenticated(credentials);
        } catch (LynchetException e) {
            if (e.code().status() == ErrorCode.UNAUTHENTICATED.status()) {
                // Those that can't even be read are guesses, too.
                limits.checkGuessing(arrival);
                limits.countWrongCredentials(arrival);
            }
            throw e;
        }
    }

    /** Null when there are none, or none that this kind of route looks at. */
    private static Credentials credentialsOf(Arrival arrival, RouteInfo.Access access) {
        if (access == RouteInfo.Access.UNCHECKED) {
            return null;
        }
        Inbound inbound = arrival.inbound();
        String authorization = inbound.header("Authorization");
        String token = authorization == null ? Subprotocols.bearerToken(inbound) : bearerToken(authorization);
        String cookies = access == RouteInfo.Access.OPEN || token != null ? null : inbound.header("Cookie");
        return token == null && cookies == null ? null : new Credentials(token, cookies, arrival.address());
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
