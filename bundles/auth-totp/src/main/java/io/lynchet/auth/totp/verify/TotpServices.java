// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.totp.verify;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.auth.Accounts;
import io.lynchet.api.auth.AttemptLimiter;
import io.lynchet.api.auth.Audit;
import io.lynchet.api.auth.Authenticator;
import io.lynchet.api.auth.Sessions;
import io.lynchet.api.data.DataService;
import io.lynchet.api.http.Request;
import io.lynchet.api.lease.Gate;
import io.lynchet.api.principal.Caller;
import io.lynchet.api.principal.Principal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The gates to the services that a second factor needs. */
public record TotpServices(
        Gate<DataService> data,
        Gate<Accounts> accounts,
        Gate<Sessions> sessions,
        Gate<Authenticator> authenticator,
        Gate<AttemptLimiter> attempts,
        Gate<Audit> audit) {
    private static final Logger LOG = LoggerFactory.getLogger(TotpServices.class);

    public TotpServices() {
        this(
                new Gate<>("data service"),
                new Gate<>("account service"),
                new Gate<>("session service"),
                new Gate<>("authenticator"),
                new Gate<>("attempt limiter"),
                new Gate<>("audit log"));
    }

    /** Returns the id of the signed-in person. Fails for a program that acts for one, and for guests. */
    public static String person(Request request) {
        Principal principal = request.principal();
        if (principal.userId() == null) {
            throw new LynchetException(ErrorCode.UNAUTHENTICATED, "Sign in first.");
        }
        if (request.caller().kind() != Caller.Kind.SESSION) {
            throw new LynchetException(
                    ErrorCode.API_KEY_AUTH_FORBIDDEN, "An API key can't change an account; sign in instead.");
        }
        if (principal.guest()) {
            throw new LynchetException(ErrorCode.UNAUTHENTICATED, "A guest has no account; sign in first.");
        }
        return principal.userId();
    }

    /** Writes an audit entry. When that fails, the entry goes to the log; what has happened can't be undone. */
    public void record(String event, String userId, Request request, String detail) {
        try {
            audit.call(entries -> {
                entries.record(event, userId, request, detail);
                return null;
            });
        } catch (LynchetException e) {
            LOG.error("The audit log is missing, so the entry {} of {} ({}) is lost.", event, userId, detail, e);
        }
    }
}
