// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.oauth.signin;

import io.lynchet.api.LynchetException;
import io.lynchet.api.auth.Accounts;
import io.lynchet.api.auth.AttemptLimiter;
import io.lynchet.api.auth.Audit;
import io.lynchet.api.auth.Sessions;
import io.lynchet.api.data.DataService;
import io.lynchet.api.http.Request;
import io.lynchet.api.lease.Gate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The gates to the services that signing in needs; each may be replaced at any time. */
public record OAuthServices(
        Gate<DataService> data,
        Gate<Accounts> accounts,
        Gate<Sessions> sessions,
        Gate<AttemptLimiter> attempts,
        Gate<Audit> audit) {
    private static final Logger LOG = LoggerFactory.getLogger(OAuthServices.class);

    public OAuthServices() {
        this(
                new Gate<>("data service"),
                new Gate<>("accounts"),
                new Gate<>("sessions"),
                new Gate<>("attempt limiter"),
                new Gate<>("audit"));
    }

    /** Writes an audit entry. When that fails, the entry goes to the log of the process; the sign-in goes on. */
    void record(String event, String userId, Request request, String detail) {
        if (!audit.isBound()) {
            lost(event, userId, detail, null);
            return;
        }
        try {
            audit.call(service -> {
                service.record(event, userId, request, detail);
                return null;
            });
        } catch (LynchetException e) {
            lost(event, userId, detail, e);
        }
    }

    private static void lost(String event, String userId, String detail, LynchetException reason) {
        LOG.error("The audit log is missing, so the entry {} of user {} ({}) is lost.", event, userId, detail, reason);
    }
}
