// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.oauth;

import io.lynchet.api.auth.Accounts;
import io.lynchet.api.auth.Attempts;
import io.lynchet.api.auth.Audit;
import io.lynchet.api.auth.Sessions;
import io.lynchet.api.data.DataService;
import io.lynchet.api.http.Request;
import io.lynchet.api.lease.Gate;

/** The ways to the services that signing in needs; each may be replaced at any time. */
record AuthServices(
        Gate<DataService> data,
        Gate<Accounts> accounts,
        Gate<Sessions> sessions,
        Gate<Attempts> attempts,
        Gate<Audit> audit) {
    AuthServices() {
        this(
                new Gate<>("data service"),
                new Gate<>("accounts"),
                new Gate<>("sessions"),
                new Gate<>("counter of attempts"),
                new Gate<>("audit"));
    }

    void record(String event, String userId, Request request, String detail) {
        audit.call(service -> {
            service.record(event, userId, request, detail);
            return null;
        });
    }
}
