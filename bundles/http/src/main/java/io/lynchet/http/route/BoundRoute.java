// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.http.route;

import io.lynchet.api.http.Parameter;
import io.lynchet.api.http.Route;
import io.lynchet.api.http.RouteInfo;
import java.util.Set;
import java.util.TreeSet;

/**
 * A route with everything that is computed once.
 *
 * @param parameters the names of its query parameters
 */
public record BoundRoute(Route route, RouteInfo info, RoutePattern pattern, RouteKey key, Set<String> parameters) {
    static BoundRoute of(Route route) {
        RouteInfo info = route.info();
        RoutePattern pattern = RoutePattern.parse(info.pattern());
        Set<String> parameters = new TreeSet<>();
        for (Parameter parameter : info.parameters()) {
            parameters.add(parameter.name());
        }
        return new BoundRoute(route, info, pattern, new RouteKey(info.method(), pattern.shape()), parameters);
    }
}
