// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.sockets.open;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.http.HttpMethod;
import io.lynchet.api.http.Request;
import io.lynchet.api.http.Response;
import io.lynchet.api.http.Route;
import io.lynchet.api.http.RouteInfo;
import io.lynchet.api.socket.ClientSocket.Purpose;
import io.lynchet.sockets.request.EventStreamQuery;
import io.lynchet.sockets.request.SyncStartCheck;

/** {@code GET /api/sync/ws}: a WebSocket with every change that the caller may read. */
public final class OpenSyncSocket implements Route {
    private final SocketUpgrader entrance;

    public OpenSyncSocket(SocketUpgrader entrance) {
        this.entrance = entrance;
    }

    @Override
    public RouteInfo info() {
        return RouteInfo.of(
                        HttpMethod.GET, "/api/sync/ws", "Opens a WebSocket with all changes that the caller may read.")
                .tagged("live")
                .succeeding(101)
                .failing(ErrorCode.UPGRADE_REQUIRED)
                .sending(SocketUpgrader.upgrades())
                .taking(EventStreamQuery.SINCE, EventStreamQuery.SCOPE);
    }

    @Override
    public Response handle(Request request) {
        SyncStartCheck.check(request);
        return entrance.webSocket(request, Purpose.SYNC);
    }
}
