// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.transport.jetty;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Scheduler;
import org.eclipse.jetty.websocket.core.Behavior;
import org.eclipse.jetty.websocket.core.CloseStatus;
import org.eclipse.jetty.websocket.core.ExtensionStack;
import org.eclipse.jetty.websocket.core.Frame;
import org.eclipse.jetty.websocket.core.FrameHandler;
import org.eclipse.jetty.websocket.core.Negotiated;
import org.eclipse.jetty.websocket.core.OpCode;
import org.eclipse.jetty.websocket.core.OutgoingEntry;
import org.eclipse.jetty.websocket.core.WebSocketComponents;
import org.eclipse.jetty.websocket.core.WebSocketCoreSession;

/**
 * A session that lets its client read why it was closed. Jetty cuts the connection as soon as a close frame with an
 * error code has left. If the client is still sending, the system then drops that frame together with the connection.
 * This session only stops sending, drops what arrives, and cuts when the client has responded or a second is over.
 */
final class SocketSession extends WebSocketCoreSession {
    private static final long LINGER_MILLIS = 1_000;

    private final Scheduler scheduler;
    private volatile boolean refused;
    private volatile boolean lingering;

    SocketSession(FrameHandler handler, WebSocketComponents components, Scheduler scheduler) {
        super(handler, Behavior.SERVER, Negotiated.from(withoutExtensions(components)), components);
        this.scheduler = scheduler;
    }

    private static ExtensionStack withoutExtensions(WebSocketComponents components) {
        ExtensionStack extensions = new ExtensionStack(components, Behavior.SERVER);
        extensions.negotiate(List.of(), List.of());
        return extensions;
    }

    @Override
    public void sendFrame(OutgoingEntry entry) {
        Frame frame = entry.getFrame();
        if (frame.getOpCode() == OpCode.CLOSE
                && CloseStatus.getCloseStatus(frame).isAbnormal()) {
            refused = true;
        }
        super.sendFrame(entry);
    }

    @Override
    public void abort() {
        EndPoint connection = getConnection().getEndPoint();
        if (!refused || lingering || !connection.isOpen() || connection.isInputShutdown()) {
            super.abort();
            return;
        }
        lingering = true;
        getConnection().cancelDemand();
        connection.shutdownOutput();
        scheduler.schedule(connection::close, LINGER_MILLIS, TimeUnit.MILLISECONDS);
    }

    @Override
    public void onFrame(Frame frame, Callback callback) {
        if (!lingering) {
            super.onFrame(frame, callback);
            return;
        }
        callback.succeeded();
        if (frame.getOpCode() == OpCode.CLOSE) {
            getConnection().getEndPoint().close();
        }
    }

    @Override
    public void onEof() {
        super.onEof();
        if (lingering) {
            getConnection().getEndPoint().close();
        }
    }
}
