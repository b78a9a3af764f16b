// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.sockets;

import io.lynchet.api.http.HttpMethod;
import io.lynchet.api.http.Parameter;
import io.lynchet.api.http.Request;
import io.lynchet.api.http.Response;
import io.lynchet.api.http.Route;
import io.lynchet.api.http.RouteInfo;
import io.lynchet.api.socket.ClientSocket.Purpose;

/** {@code GET /api/live/events}: one live query as an event stream. */
final class OpenLiveEvents implements Route {
    private final Entrance entrance;

    OpenLiveEvents(Entrance entrance) {
        this.entrance = entrance;
    }

    @Override
    public RouteInfo info() {
        return RouteInfo.of(HttpMethod.GET, "/api/live/events", "Opens an event stream with one live query.")
                .tagged("live")
                .alsoAs(Entrance.EVENTS)
                .sending(Entrance.UNBUFFERED)
                .taking(SubscribeFrame.PARAMETERS.toArray(Parameter[]::new));
    }

    @Override
    public Response handle(Request request) {
        return entrance.eventStream(request, Purpose.LIVE, SubscribeFrame.of(request));
    }
}
