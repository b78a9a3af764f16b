// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.sockets;

import io.lynchet.api.http.HttpMethod;
import io.lynchet.api.http.Request;
import io.lynchet.api.http.Response;
import io.lynchet.api.http.Route;
import io.lynchet.api.http.RouteInfo;
import io.lynchet.api.socket.ClientSocket.Purpose;

/** {@code GET /api/sync/events}: the same changes as an event stream that can be resumed. */
final class OpenSyncEvents implements Route {
    private final Entrance entrance;

    OpenSyncEvents(Entrance entrance) {
        this.entrance = entrance;
    }

    @Override
    public RouteInfo info() {
        return RouteInfo.of(
                        HttpMethod.GET,
                        "/api/sync/events",
                        "Opens an event stream with all changes that the caller may read.")
                .tagged("live")
                .alsoAs(Entrance.EVENTS)
                .sending(Entrance.UNBUFFERED)
                .taking(SubscribeFrame.SINCE, SubscribeFrame.SCOPE);
    }

    @Override
    public Response handle(Request request) {
        SyncStart.check(request);
        return entrance.eventStream(request, Purpose.SYNC, null);
    }
}
