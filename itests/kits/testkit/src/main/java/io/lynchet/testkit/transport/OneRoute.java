// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.testkit.transport;

import io.lynchet.api.http.Inbound;
import io.lynchet.api.http.Response;
import io.lynchet.api.http.RouteInfo;
import io.lynchet.api.http.Router;
import io.lynchet.api.lease.Gate;
import java.util.List;
import java.util.function.Function;

/** A router from one function. */
public record OneRoute(Function<Inbound, Response> code) implements Router {
    public static Gate<Router> gate(Function<Inbound, Response> code) {
        Gate<Router> gate = new Gate<>("router");
        gate.bind(new OneRoute(code));
        return gate;
    }

    @Override
    public Response answer(Inbound inbound) {
        return code.apply(inbound);
    }

    @Override
    public List<RouteInfo> routes() {
        return List.of();
    }
}
