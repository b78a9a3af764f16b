// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.password;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.auth.Account;
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

/** The services that others offer to this bundle. Without one of them what needs it fails with {@code UNAVAILABLE}, save for the audit. */
final class Services {
    private static final Logger LOG = LoggerFactory.getLogger(Services.class);

    final Gate<Accounts> accounts = new Gate<>("list of accounts");
    final Gate<Sessions> sessions = new Gate<>("list of sessions");
    final Gate<Attempts> attempts = new Gate<>("counter of attempts");
    final Gate<Audit> audit = new Gate<>("audit");
    final Gate<Mailer> mailer = new Gate<>("mailer");
    final Gate<DataService> data = new Gate<>("data service");

    /** {@code NOT_FOUND} when it has gone, or was none of a person. */
    Account account(String userId) {
        return accounts.call(known -> known.byId(userId))
                .orElseThrow(() -> new LynchetException(ErrorCode.NOT_FOUND, "There is no such account."));
    }

    /** Puts something on record. Nobody waits or fails for want of an audit: then it is in the log of the process. */
    void record(String event, String userId, Request request) {
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
                "There is no audit to take the entry {} of user {} ({}).", event, userId, PasswordMethod.NAME, reason);
    }
}
