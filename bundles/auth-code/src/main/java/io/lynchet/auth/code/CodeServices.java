// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.code;

import io.lynchet.api.LynchetException;
import io.lynchet.api.auth.Accounts;
import io.lynchet.api.auth.AttemptLimiter;
import io.lynchet.api.auth.Audit;
import io.lynchet.api.auth.Mailer;
import io.lynchet.api.auth.Sessions;
import io.lynchet.api.data.DataService;
import io.lynchet.api.http.Request;
import io.lynchet.api.lease.Gate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The gates to the services that sign-in by code needs. */
record CodeServices(
        Gate<DataService> data,
        Gate<Accounts> accounts,
        Gate<Sessions> sessions,
        Gate<AttemptLimiter> attempts,
        Gate<Audit> audit,
        Gate<Mailer> mailer) {
    private static final Logger LOG = LoggerFactory.getLogger(CodeServices.class);

    CodeServices() {
        this(
                new Gate<>("data service"),
                new Gate<>("account service"),
                new Gate<>("session service"),
                new Gate<>("attempt limiter"),
                new Gate<>("audit log"),
                new Gate<>("mailer"));
    }

    /**
     * Writes an audit entry. When that fails, the entry goes to the log of the process; the request succeeds all the
     * same.
     */
    void record(String event, String userId, Request request, String detail) {
        if (!audit.isBound()) {
            lost(event, userId, detail, null);
            return;
        }
        try {
            audit.call(entries -> {
                entries.record(event, userId, request, detail);
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
