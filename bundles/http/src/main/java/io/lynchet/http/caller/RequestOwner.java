// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.http.caller;

import io.lynchet.api.http.RouteInfo;
import io.lynchet.api.principal.Principal;
import io.lynchet.http.limit.AnswerOwner;
import io.lynchet.http.limit.NetworkAddress;
import io.lynchet.http.request.RequestContext;

/** The owner of a request's memory: a user by its id, wherever it is; any other caller by its network. */
public record RequestOwner(CallerIdentification callers, RequestContext request, RouteInfo route, Principal principal)
        implements AnswerOwner {
    @Override
    public String name() {
        if (principal.admin()) {
            return null;
        }
        return principal.userId() == null ? "@" + NetworkAddress.of(request.address()) : principal.userId();
    }

    @Override
    public void pay(long requests) {
        callers.charge(request, route, principal, (int) Math.min(RequestLimits.PER_MINUTE_MAX, requests));
    }
}
