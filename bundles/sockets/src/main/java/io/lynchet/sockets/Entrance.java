// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.sockets;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.http.AnswerHeader;
import io.lynchet.api.http.Content;
import io.lynchet.api.http.Request;
import io.lynchet.api.http.Response;
import io.lynchet.api.socket.ClientSocket.Purpose;
import io.lynchet.json.ErrorBody;

/** Turns requests into sockets, as far as the limits allow. Everything that can be refused is refused here, as an ordinary answer. */
final class Entrance {
    /** What {@link #eventStream} answers. */
    static final Content EVENTS = Content.of("text/event-stream", null);

    /** What {@link #eventStream} sends. */
    static final AnswerHeader UNBUFFERED =
            AnswerHeader.sometimes("X-Accel-Buffering", "no: proxies pass events on at once.");

    private static final String BEARER = "bearer.";
    private static final String VERSION = "13";

    private final Edge edge;
    private final Admission admission;

    Entrance(Edge edge, Admission admission) {
        this.edge = edge;
        this.admission = admission;
    }

    /** The connection as a WebSocket, or 426 when the request does not ask for one. */
    Response webSocket(Request request, Purpose purpose) {
        if (!"websocket".equalsIgnoreCase(request.header("Upgrade"))
                || !VERSION.equals(request.header("Sec-WebSocket-Version"))) {
            return upgradeRequired();
        }
        EdgeSocket socket = admit(SocketOrigin.of(request, purpose, false), null);
        return Response.webSocket(socket, subprotocol(request), edge.settings().frameBytesMax());
    }

    /** @param firstFrame of type {@code subscribe}, or null */
    Response eventStream(Request request, Purpose purpose, byte[] firstFrame) {
        if (firstFrame != null && !edge.handlers().takes(SubscribeFrame.TYPE)) {
            throw LynchetException.retryable(ErrorCode.UNAVAILABLE, "Live queries are not there right now.", 1);
        }
        EdgeSocket socket = admit(SocketOrigin.of(request, purpose, true), firstFrame);
        // Proxies that gather answers before they pass them on would keep the events back.
        return Response.eventStream(socket).with("X-Accel-Buffering", "no");
    }

    EdgeSocket admit(SocketOrigin origin, byte[] firstFrame) {
        Admission.Place place = admission.enter(
                origin.address(), origin.principal(), edge.nanos().getAsLong());
        return new EdgeSocket(edge, origin, place, firstFrame);
    }

    /** What {@link #webSocket} sends to who does not ask for one. */
    static AnswerHeader[] upgrades() {
        return new AnswerHeader[] {
            AnswerHeader.sometimes("Upgrade", "websocket").on(426),
            AnswerHeader.sometimes("Connection", "Upgrade").on(426),
            AnswerHeader.always("Sec-WebSocket-Version", "The version that is spoken here.")
                    .on(426)
        };
    }

    private static Response upgradeRequired() {
        LynchetException error = new LynchetException(ErrorCode.UPGRADE_REQUIRED, ErrorCode.UPGRADE_REQUIRED.meaning());
        // RFC 9110 section 15.5.22 and RFC 6455 section 4.4 want these.
        return Response.json(error.code().status(), ErrorBody.of(error, null))
                .with("Upgrade", "websocket")
                .with("Connection", "Upgrade")
                .with("Sec-WebSocket-Version", VERSION);
    }

    /** The one that carries the token: browsers end the connection when none of theirs is answered. */
    private static String subprotocol(Request request) {
        String offered = request.header("Sec-WebSocket-Protocol");
        if (offered != null) {
            for (String protocol : offered.split(",")) {
                if (protocol.strip().startsWith(BEARER)) {
                    return protocol.strip();
                }
            }
        }
        return null;
    }
}
