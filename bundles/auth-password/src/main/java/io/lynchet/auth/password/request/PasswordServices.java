// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.password.request;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.auth.Account;
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

/**
 * The services of other bundles that this one uses. A request that needs a missing one fails with {@code UNAVAILABLE},
 * except for the audit.
 */
public final class PasswordServices {
    private static final Logger LOG = LoggerFactory.getLogger(PasswordServices.class);

    public final Gate<Accounts> accounts = new Gate<>("account service");
    public final Gate<Sessions> sessions = new Gate<>("session service");
    public final Gate<AttemptLimiter> attempts = new Gate<>("attempt limiter");
    public final Gate<Audit> audit = new Gate<>("audit");
    public final Gate<Mailer> mailer = new Gate<>("mailer");
    public final Gate<DataService> data = new Gate<>("data service");

    /** Returns a person's account. Fails with {@code NOT_FOUND} when it is gone, or is not a person's. */
    public Account account(String userId) {
        return accounts.call(known -> known.byId(userId))
                .orElseThrow(() -> new LynchetException(ErrorCode.NOT_FOUND, "The account does not exist."));
    }

    /** Writes an audit entry. When that fails, the entry goes to the log of the process; the request goes on. */
    public void record(String event, String userId, Request request) {
        if (!audit.isBound()) {
            lost(event, userId, null);
            return;
        }
        try {
            audit.call(log -> {
                log.record(event, userId, request, PasswordMethod.NAME);
                return null;
            });
        } catch (LynchetException e) {
            lost(event, userId, e);
        }
    }

    private static void lost(String event, String userId, LynchetException reason) {
        LOG.error(
                "The audit log is missing, so the entry {} of user {} ({}) is lost.",
                event,
                userId,
                PasswordMethod.NAME,
                reason);
    }
}
