// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.http;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * One path and method. A bundle registers it as a service; it may come, go and be replaced at any time, and a request that is running keeps
 * the one it began with. With several for one method and pattern the newest serves.
 */
@ConsumerType
public interface Route {
    /** Always the same answer for one instance. */
    RouteInfo info();

    /**
     * Answers. Called by many threads at once; may block, and may answer {@link Response#later} instead. A {@link io.lynchet.api.LynchetException} becomes the error answer of its code, any
     * other exception a 500 with an id. May be called again with the same request when the schema changed meanwhile, as long as it threw.
     */
    Response handle(Request request) throws Exception;
}
