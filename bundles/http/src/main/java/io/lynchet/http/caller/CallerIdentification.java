// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.http.caller;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.auth.Authenticator;
import io.lynchet.api.http.CredentialRecheck;
import io.lynchet.api.http.Inbound;
import io.lynchet.api.http.RouteInfo;
import io.lynchet.api.lease.Gate;
import io.lynchet.api.lease.Lease;
import io.lynchet.api.principal.Caller;
import io.lynchet.api.principal.Credentials;
import io.lynchet.api.principal.Principal;
import io.lynchet.http.request.RequestContext;
import io.lynchet.http.request.Subprotocols;

/** The identification of a request's caller, and the check whether it may send one now. */
public final class CallerIdentification {
    private static final String SCHEME = "Bearer ";

    private final Gate<Authenticator> authenticators;
    private final RequestLimits limits;

    public CallerIdentification(Gate<Authenticator> authenticators, RequestLimits limits) {
        this.authenticators = authenticators;
        this.limits = limits;
    }

    /**
     * Returns the caller. Fails with {@code RATE_LIMITED} when it has sent too many requests; admins are never limited.
     *
     * <p>A request without credentials is anonymous without asking the authenticator. So {@code /health} and public
     * pages work while there is none. Invalid credentials fail with {@code UNAUTHENTICATED}; the caller never becomes
     * anonymous.
     */
    public Caller callerOf(RequestContext requestContext, RouteInfo route) {
        Caller caller = identified(requestContext, route.access());
        Principal principal = caller.principal();
        if (isLimited(route, principal)) {
            if (principal.userId() == null) {
                limits.countAddress(requestContext);
            } else {
                limits.countUser(principal.userId());
            }
        }
        return caller;
    }

    /** Counts a response that cost as much as that many further requests. */
    public void charge(RequestContext requestContext, RouteInfo route, Principal principal, int requests) {
        if (isLimited(route, principal)) {
            limits.charge(requestContext, principal.userId(), requests);
        }
    }

    private static boolean isLimited(RouteInfo route, Principal principal) {
        return route.limited() && !principal.admin();
    }

    /** Returns a recheck of a request's credentials, for use after its response. */
    public CredentialRecheck checkOf(RequestContext requestContext, RouteInfo.Access access) {
        Credentials credentials = credentialsOf(requestContext, access);
        return credentials == null ? () -> Caller.ANONYMOUS : () -> authenticated(credentials);
    }

    private Caller identified(RequestContext requestContext, RouteInfo.Access access) {
        try {
            Credentials credentials = credentialsOf(requestContext, access);
            if (credentials == null) {
                return Caller.ANONYMOUS;
            }
            limits.checkGuessing(requestContext);
            return authenticated(credentials);
        } catch (LynchetException e) {
            if (e.code().status() == ErrorCode.UNAUTHENTICATED.status()) {
                // Unreadable credentials are guesses, too.
                limits.checkGuessing(requestContext);
                limits.countWrongCredentials(requestContext);
            }
            throw e;
        }
    }

    /** Returns the credentials, or null when there are none that this kind of route uses. */
    private static Credentials credentialsOf(RequestContext requestContext, RouteInfo.Access access) {
        if (access == RouteInfo.Access.UNCHECKED) {
            return null;
        }
        Inbound inbound = requestContext.inbound();
        String authorization = inbound.header("Authorization");
        String token = authorization == null ? Subprotocols.bearerToken(inbound) : bearerToken(authorization);
        String cookies = access == RouteInfo.Access.OPEN || token != null ? null : inbound.header("Cookie");
        return token == null && cookies == null ? null : new Credentials(token, cookies, requestContext.address());
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
            throw new LynchetException(ErrorCode.UNAUTHENTICATED, "The Authorization header must be a bearer token.");
        }
        String token = authorization.substring(SCHEME.length()).trim();
        if (token.isEmpty()) {
            throw new LynchetException(ErrorCode.UNAUTHENTICATED, "The bearer token is empty.");
        }
        return token;
    }

    /** Returns the principal's name in the access log. */
    public static String nameOf(Principal principal) {
        return principal.admin() ? "admin" : principal.userId() == null ? "-" : principal.userId();
    }
}
