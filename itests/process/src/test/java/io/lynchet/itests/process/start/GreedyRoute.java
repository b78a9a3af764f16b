// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.itests.process.start;

import io.lynchet.api.http.HttpMethod;
import io.lynchet.api.http.Request;
import io.lynchet.api.http.Response;
import io.lynchet.api.http.Route;
import io.lynchet.api.http.RouteInfo;
import java.util.ArrayList;
import java.util.List;

/** Takes all memory that there is; copied into a bundle of its own. */
public final class GreedyRoute implements Route {
    @Override
    public RouteInfo info() {
        return RouteInfo.of(HttpMethod.GET, "/api/greedy", "Takes all memory.").open();
    }

    @Override
    public Response handle(Request request) {
        List<long[]> taken = new ArrayList<>();
        while (true) {
            taken.add(new long[100_000]);
        }
    }
}
