// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.password;

import io.lynchet.api.auth.Accounts;
import io.lynchet.api.auth.Attempts;
import io.lynchet.api.auth.Audit;
import io.lynchet.api.auth.Mailer;
import io.lynchet.api.auth.Sessions;
import io.lynchet.api.data.DataService;
import io.lynchet.api.http.Request;
import io.lynchet.api.lease.Gate;

/** The services that others offer to this bundle. Without one of them what needs it fails with {@code UNAVAILABLE}, save for the audit. */
final class Services {
    final Gate<Accounts> accounts = new Gate<>("list of accounts");
    final Gate<Sessions> sessions = new Gate<>("list of sessions");
    final Gate<Attempts> attempts = new Gate<>("counter of attempts");
    final Gate<Audit> audit = new Gate<>("audit");
    final Gate<Mailer> mailer = new Gate<>("mailer");
    final Gate<DataService> data = new Gate<>("data service");

    /** Puts something on record if there is an audit; nobody waits for one. */
    void record(String event, String userId, Request request) {
        if (audit.isBound()) {
            audit.call(log -> {
                log.record(event, userId, request, PasswordMethod.NAME);
                return null;
            });
        }
    }
}
