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

/** {@code GET /api/live}: a WebSocket for live queries and rooms. */
public final class OpenLiveSocket implements Route {
    private final SocketUpgrader entrance;

    public OpenLiveSocket(SocketUpgrader entrance) {
        this.entrance = entrance;
    }

    @Override
    public RouteInfo info() {
        return RouteInfo.of(HttpMethod.GET, "/api/live", "Opens a WebSocket for live queries and rooms.")
                .tagged("live")
                .succeeding(101)
                .failing(ErrorCode.UPGRADE_REQUIRED)
                .sending(SocketUpgrader.upgrades());
    }

    @Override
    public Response handle(Request request) {
        return entrance.webSocket(request, Purpose.LIVE);
    }
}
