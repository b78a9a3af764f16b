// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.http;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** Finds the route, authenticates, answers. Offered by the http bundle, called by transports. */
@ProviderType
public interface Router {
    /**
     * Never throws: failures are answers. May block, so it is called on a virtual thread or on a bounded pool. The answer may be a
     * {@link Response#later}, whose stage does not fail and is completed on a thread that must not be blocked; until then the transport
     * keeps its lease of the router. A transport that sees that the client is gone cancels the stage (as a future); then nothing is held for it any more, though
     * what the route has begun goes on.
     */
    Response answer(Inbound inbound);

    /** The routes that serve now, sorted by pattern and method. */
    List<RouteInfo> routes();
}
