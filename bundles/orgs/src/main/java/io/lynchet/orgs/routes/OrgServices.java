// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.orgs.routes;

import io.lynchet.api.LynchetException;
import io.lynchet.api.auth.Accounts;
import io.lynchet.api.auth.AttemptLimiter;
import io.lynchet.api.auth.Audit;
import io.lynchet.api.auth.Mailer;
import io.lynchet.api.auth.Sessions;
import io.lynchet.api.data.DataService;
import io.lynchet.api.http.Request;
import io.lynchet.api.lease.Gate;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The gates to the services that organisations need. */
public record OrgServices(
        Gate<DataService> data,
        Gate<Accounts> accounts,
        Gate<Sessions> sessions,
        Gate<AttemptLimiter> attempts,
        Gate<Audit> audit,
        Gate<Mailer> mailer) {
    private static final Logger LOG = LoggerFactory.getLogger(OrgServices.class);
    private static final Duration WINDOW = Duration.ofHours(1);

    public OrgServices() {
        this(
                new Gate<>("data service"),
                new Gate<>("account service"),
                new Gate<>("session service"),
                new Gate<>("attempt limiter"),
                new Gate<>("audit log"),
                new Gate<>("mailer"));
    }

    /** Counts one of the attempts that are allowed in an hour. Fails with {@code RATE_LIMITED}. */
    public void take(String action, String key, int max) {
        attempts.call(counter -> {
            counter.take(action, key, max, WINDOW);
            return null;
        });
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
