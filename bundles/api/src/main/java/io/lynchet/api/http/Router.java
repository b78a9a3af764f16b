// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.http;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The service that finds the route of a request, authenticates the caller and returns the response. The http bundle
 * offers it; transports call it.
 */
@ProviderType
public interface Router {
    /**
     * Handles a request and returns the response. Never throws: failures are responses. May block, so transports call
     * it on a virtual thread or on a bounded pool.
     *
     * <p>The response may be a {@link Response#later}. Its stage does not fail, and completes on any thread, which the
     * transport must not have wait for the client. Until then the transport keeps its lease of the router. When the
     * client has gone, the transport cancels the stage (as a future). Then nothing is held for it any more, though work
     * that the route has begun goes on.
     */
    Response answer(Inbound inbound);

    /** Returns the routes that serve now, sorted by pattern and method. */
    List<RouteInfo> routes();
}
