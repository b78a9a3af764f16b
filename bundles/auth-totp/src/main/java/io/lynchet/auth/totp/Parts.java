// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.totp;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.auth.Accounts;
import io.lynchet.api.auth.Attempts;
import io.lynchet.api.auth.Audit;
import io.lynchet.api.auth.Authenticator;
import io.lynchet.api.auth.Caller;
import io.lynchet.api.auth.Principal;
import io.lynchet.api.auth.Sessions;
import io.lynchet.api.data.DataService;
import io.lynchet.api.http.Request;
import io.lynchet.api.lease.Gate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The ways to the replaceable parts that a second factor needs. */
record Parts(
        Gate<DataService> data,
        Gate<Accounts> accounts,
        Gate<Sessions> sessions,
        Gate<Authenticator> authenticator,
        Gate<Attempts> attempts,
        Gate<Audit> audit) {
    private static final Logger LOG = LoggerFactory.getLogger(Parts.class);

    Parts() {
        this(
                new Gate<>("data service"),
                new Gate<>("account service"),
                new Gate<>("session service"),
                new Gate<>("authenticator"),
                new Gate<>("counter of attempts"),
                new Gate<>("audit log"));
    }

    /** The signed-in person, not a program that acts for one, and no guest. */
    static String person(Request request) {
        Principal principal = request.principal();
        if (principal.userId() == null) {
            throw new LynchetException(ErrorCode.UNAUTHENTICATED, "Sign in first.");
        }
        if (request.caller().kind() != Caller.Kind.SESSION) {
            throw new LynchetException(ErrorCode.API_KEY_AUTH_FORBIDDEN, "Sign in as a person to change an account.");
        }
        if (principal.guest()) {
            throw new LynchetException(ErrorCode.UNAUTHENTICATED, "A guest has no account; sign in first.");
        }
        return principal.userId();
    }

    /** Puts it on record. What has happened can't be undone when that fails, so then it is in the log. */
    void record(String event, String userId, Request request, String detail) {
        try {
            audit.call(entries -> {
                entries.record(event, userId, request, detail);
                return null;
            });
        } catch (LynchetException e) {
            LOG.error("The audit log has no entry {} of {} ({}).", event, userId, detail, e);
        }
    }
}
