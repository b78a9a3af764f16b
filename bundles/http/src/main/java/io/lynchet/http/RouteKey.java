// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.http;

import io.lynchet.api.http.HttpMethod;

/**
 * Where a route sits; of several routes with one key the newest serves.
 *
 * @param shape of its pattern, see {@link RoutePattern}
 */
record RouteKey(HttpMethod method, String shape) {}
