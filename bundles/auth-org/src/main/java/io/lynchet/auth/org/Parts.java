// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.org;

import io.lynchet.api.LynchetException;
import io.lynchet.api.auth.Accounts;
import io.lynchet.api.auth.Attempts;
import io.lynchet.api.auth.Audit;
import io.lynchet.api.auth.Mailer;
import io.lynchet.api.auth.Sessions;
import io.lynchet.api.data.DataService;
import io.lynchet.api.http.Request;
import io.lynchet.api.lease.Gate;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The ways to the replaceable parts that organisations need. */
record Parts(
        Gate<DataService> data,
        Gate<Accounts> accounts,
        Gate<Sessions> sessions,
        Gate<Attempts> attempts,
        Gate<Audit> audit,
        Gate<Mailer> mailer) {
    private static final Logger LOG = LoggerFactory.getLogger(Parts.class);
    private static final Duration WINDOW = Duration.ofHours(1);

    Parts() {
        this(
                new Gate<>("data service"),
                new Gate<>("account service"),
                new Gate<>("session service"),
                new Gate<>("counter of attempts"),
                new Gate<>("audit log"),
                new Gate<>("mailer"));
    }

    /** Takes one attempt of those that are allowed in an hour; {@code RATE_LIMITED}. */
    void take(String action, String key, int max) {
        attempts.call(counter -> {
            counter.take(action, key, max, WINDOW);
            return null;
        });
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
