// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.http.route;

import io.lynchet.api.http.HttpMethod;

/**
 * The method and pattern of a route; of several routes with one key the newest serves.
 *
 * @param shape of its pattern, see {@link RoutePattern}
 */
public record RouteKey(HttpMethod method, String shape) {}
