// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.sockets.open;

import io.lynchet.api.http.HttpMethod;
import io.lynchet.api.http.Request;
import io.lynchet.api.http.Response;
import io.lynchet.api.http.Route;
import io.lynchet.api.http.RouteInfo;
import io.lynchet.api.socket.ClientSocket.Purpose;
import io.lynchet.sockets.request.EventStreamQuery;
import io.lynchet.sockets.request.SyncStartCheck;

/** {@code GET /api/sync/events}: every change that the caller may read, as an event stream that can resume. */
public final class OpenSyncEvents implements Route {
    private final SocketUpgrader entrance;

    public OpenSyncEvents(SocketUpgrader entrance) {
        this.entrance = entrance;
    }

    @Override
    public RouteInfo info() {
        return RouteInfo.of(
                        HttpMethod.GET,
                        "/api/sync/events",
                        "Opens an event stream with all changes that the caller may read.")
                .tagged("live")
                .alsoAs(SocketUpgrader.EVENTS)
                .sending(SocketUpgrader.UNBUFFERED)
                .taking(EventStreamQuery.SINCE, EventStreamQuery.SCOPE);
    }

    @Override
    public Response handle(Request request) {
        SyncStartCheck.check(request);
        return entrance.eventStream(request, Purpose.SYNC, null);
    }
}
