// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.code;

import io.lynchet.api.LynchetException;
import io.lynchet.api.auth.Accounts;
import io.lynchet.api.auth.Attempts;
import io.lynchet.api.auth.Audit;
import io.lynchet.api.auth.Mailer;
import io.lynchet.api.auth.Sessions;
import io.lynchet.api.data.DataService;
import io.lynchet.api.http.Request;
import io.lynchet.api.lease.Gate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The ways to the replaceable parts that signing in by code needs. */
record Parts(
        Gate<DataService> data,
        Gate<Accounts> accounts,
        Gate<Sessions> sessions,
        Gate<Attempts> attempts,
        Gate<Audit> audit,
        Gate<Mailer> mailer) {
    private static final Logger LOG = LoggerFactory.getLogger(Parts.class);

    Parts() {
        this(
                new Gate<>("data service"),
                new Gate<>("account service"),
                new Gate<>("session service"),
                new Gate<>("counter of attempts"),
                new Gate<>("audit log"),
                new Gate<>("mailer"));
    }

    /** Puts it on record. What has happened can't be undone when that fails, and nobody waits for it: then it is in the log of the process. */
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
        LOG.error("There is no audit to take the entry {} of user {} ({}).", event, userId, detail, reason);
    }
}
