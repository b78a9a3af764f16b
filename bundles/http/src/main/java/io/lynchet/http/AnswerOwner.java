// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.http;

import io.lynchet.api.auth.Principal;
import io.lynchet.api.http.RouteInfo;

/** To whom what a request takes is counted: to users wherever they are, to everybody else by network. */
record AnswerOwner(Callers callers, Arrival arrival, RouteInfo route, Principal principal) {
    /** Null for the admin, who counts in the total only. */
    String name() {
        if (principal.admin()) {
            return null;
        }
        return principal.userId() == null ? "@" + NetworkAddress.of(arrival.address()) : principal.userId();
    }

    void pay(int requests) {
        callers.charge(arrival, route, principal, requests);
    }
}
