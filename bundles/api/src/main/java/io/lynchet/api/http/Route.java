// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.http;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * A handler for one path and method. A bundle registers it as a service; it may come, go and be replaced at any time. A
 * running request keeps the route with which it began. Of several routes for one method and pattern, the newest serves.
 */
@ConsumerType
public interface Route {
    /** Returns the description, always the same for one instance. */
    RouteInfo info();

    /**
     * Handles a request. Many threads call it at once. It may block, or return a {@link Response#later}. A
     * {@link io.lynchet.api.LynchetException} becomes the error response of its code, any other exception a 500 with an
     * id.
     *
     * <p>The schema may change meanwhile, so that the call or its promised response fails with a
     * {@link io.lynchet.api.schema.SchemaChangedException}. Then the router may call it again with the same request,
     * perhaps on another thread.
     */
    Response handle(Request request) throws Exception;
}
