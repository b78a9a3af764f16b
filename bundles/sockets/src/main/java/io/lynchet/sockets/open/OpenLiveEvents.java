// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.sockets.open;

import io.lynchet.api.http.HttpMethod;
import io.lynchet.api.http.Parameter;
import io.lynchet.api.http.Request;
import io.lynchet.api.http.Response;
import io.lynchet.api.http.Route;
import io.lynchet.api.http.RouteInfo;
import io.lynchet.api.socket.ClientSocket.Purpose;
import io.lynchet.sockets.request.EventStreamQuery;

/** {@code GET /api/live/events}: one live query as an event stream. */
public final class OpenLiveEvents implements Route {
    private final SocketUpgrader entrance;

    public OpenLiveEvents(SocketUpgrader entrance) {
        this.entrance = entrance;
    }

    @Override
    public RouteInfo info() {
        return RouteInfo.of(HttpMethod.GET, "/api/live/events", "Opens an event stream with one live query.")
                .tagged("live")
                .alsoAs(SocketUpgrader.EVENTS)
                .sending(SocketUpgrader.UNBUFFERED)
                .taking(EventStreamQuery.PARAMETERS.toArray(Parameter[]::new));
    }

    @Override
    public Response handle(Request request) {
        return entrance.eventStream(request, Purpose.LIVE, EventStreamQuery.of(request));
    }
}
