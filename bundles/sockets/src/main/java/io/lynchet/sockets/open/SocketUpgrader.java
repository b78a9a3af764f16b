// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.sockets.open;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.http.AnswerHeader;
import io.lynchet.api.http.Content;
import io.lynchet.api.http.Request;
import io.lynchet.api.http.Response;
import io.lynchet.api.socket.ClientSocket.Purpose;
import io.lynchet.json.ErrorBody;
import io.lynchet.sockets.limit.SocketAdmission;
import io.lynchet.sockets.request.EventStreamQuery;
import io.lynchet.sockets.request.SocketOrigin;
import io.lynchet.sockets.socket.ConnectedSocket;
import io.lynchet.sockets.socket.SocketContext;

/**
 * The step that turns requests into sockets, within the limits. Whatever can be refused is refused here, as an ordinary
 * response.
 */
public final class SocketUpgrader {
    /** The content of {@link #eventStream}'s response. */
    static final Content EVENTS = Content.of("text/event-stream", null);

    /** The header of {@link #eventStream}'s response. */
    static final AnswerHeader UNBUFFERED =
            AnswerHeader.sometimes("X-Accel-Buffering", "no: proxies then forward events at once.");

    private static final String BEARER = "bearer.";
    private static final String VERSION = "13";

    private final SocketContext context;
    private final SocketAdmission admission;

    public SocketUpgrader(SocketContext context, SocketAdmission admission) {
        this.context = context;
        this.admission = admission;
    }

    /** Returns the response that opens a WebSocket, or 426 when the request does not ask for one. */
    Response webSocket(Request request, Purpose purpose) {
        if (!"websocket".equalsIgnoreCase(request.header("Upgrade"))
                || !VERSION.equals(request.header("Sec-WebSocket-Version"))) {
            return upgradeRequired();
        }
        ConnectedSocket socket = admit(SocketOrigin.of(request, purpose, false), null);
        return Response.webSocket(
                socket, subprotocol(request), context.settings().frameBytesMax());
    }

    /**
     * Returns the response that opens an event stream. Fails with {@code UNAVAILABLE} when no handler takes the first
     * frame.
     *
     * @param firstFrame a frame of type {@code subscribe}, or null
     */
    Response eventStream(Request request, Purpose purpose, byte[] firstFrame) {
        if (firstFrame != null && !context.handlers().takes(EventStreamQuery.TYPE)) {
            throw LynchetException.retryable(
                    ErrorCode.UNAVAILABLE, "Live queries are not available now; try again.", 1);
        }
        ConnectedSocket socket = admit(SocketOrigin.of(request, purpose, true), firstFrame);
        // Proxies that buffer responses would keep the events back.
        return Response.eventStream(socket).with("X-Accel-Buffering", "no");
    }

    public ConnectedSocket admit(SocketOrigin origin, byte[] firstFrame) {
        SocketAdmission.Place place = admission.enter(
                origin.address(), origin.principal(), context.nanos().getAsLong());
        return new ConnectedSocket(context, origin, place, firstFrame);
    }

    /** Returns the headers of {@link #webSocket}'s 426 response. */
    static AnswerHeader[] upgrades() {
        return new AnswerHeader[] {
            AnswerHeader.sometimes("Upgrade", "websocket").on(426),
            AnswerHeader.sometimes("Connection", "Upgrade").on(426),
            AnswerHeader.always("Sec-WebSocket-Version", "The version of WebSocket that the server supports.")
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

    /**
     * Returns the subprotocol that carries the token: browsers close the connection when the response names none of
     * theirs.
     */
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
