// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.transport.jetty;

import io.lynchet.transport.core.channel.OpenChannels;
import io.lynchet.transport.core.channel.SerialHandler;
import io.lynchet.transport.core.channel.WebSocketHandshake;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.http.PreEncodedHttpField;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpStream;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.core.CloseStatus;
import org.eclipse.jetty.websocket.core.WebSocketComponents;
import org.eclipse.jetty.websocket.core.WebSocketConnection;
import org.eclipse.jetty.websocket.core.WebSocketExtensionRegistry;

/** The upgrade of connections to WebSockets and event streams when the router's response asks for it. */
final class JettyUpgrade {
    /** Users of channels send pings far more often. */
    private static final Duration IDLE_MAX = Duration.ofMinutes(5);

    /** Messages up to a quarter of it are gathered when several are sent at once; it is held only while they are. */
    private static final int GATHERED_BYTES = 16 * 1024;

    /** Held while there is something to read, so an idle socket has none. */
    private static final int READ_BYTES = 4 * 1024;

    private static final HttpField TO_WEB_SOCKET = new PreEncodedHttpField(HttpHeader.UPGRADE, "websocket");
    private static final HttpField UPGRADED = new PreEncodedHttpField(HttpHeader.CONNECTION, "Upgrade");
    private static final HttpField UNBUFFERED = new PreEncodedHttpField("X-Accel-Buffering", "no");
    private static final HttpField NOT_STORED = new PreEncodedHttpField(HttpHeader.CACHE_CONTROL, "no-store");

    private final OpenChannels channels;
    private final WebSocketComponents components = components();

    JettyUpgrade(OpenChannels channels) {
        this.channels = channels;
    }

    /**
     * Jetty looks for extensions with a ServiceLoader, even if none is used. Inside a framework it needs its own class
     * loader for that.
     */
    private static WebSocketComponents components() {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(WebSocketExtensionRegistry.class.getClassLoader());
        try {
            return new WebSocketComponents();
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    /**
     * Upgrades to a WebSocket.
     *
     * @param response has the headers of the router's response
     * @param callback completes the request when the connection is a WebSocket, or the error has been sent
     */
    void webSocket(
            io.lynchet.api.http.Response.Upgrade upgrade, Request request, Response response, Callback callback) {
        Connector connector = request.getConnectionMetaData().getConnector();
        JettyWebSocket channel = new JettyWebSocket(upgrade, channels, connector.getScheduler());
        String key = request.getHeaders().get(HttpHeader.SEC_WEBSOCKET_KEY);
        WebSocketHandshake.Refusal refusal = WebSocketHandshake.refusal(
                isAsked(request), request.getHeaders().get(HttpHeader.SEC_WEBSOCKET_VERSION), key);
        if (refusal != null) {
            channel.neverOpened(refusal.message());
            refusal.headers().forEach(header -> response.getHeaders().put(header.name(), header.value()));
            ErrorResponse.send(response, callback, refusal.code(), refusal.message(), -1);
            return;
        }
        try {
            connect(channel, request);
            accept(upgrade, key, response);
        } catch (RuntimeException | Error e) {
            channel.neverOpened("the server failed");
            throw e;
        }
        response.write(true, null, Callback.from(callback::succeeded, failure -> {
            channel.neverOpened("the client went away");
            callback.failed(failure);
        }));
    }

    private static boolean isAsked(Request request) {
        HttpFields headers = request.getHeaders();
        return HttpMethod.GET.is(request.getMethod())
                && request.getConnectionMetaData().getHttpVersion() == HttpVersion.HTTP_1_1
                && "websocket".equalsIgnoreCase(headers.get(HttpHeader.UPGRADE))
                && headers.contains(HttpHeader.CONNECTION, "upgrade")
                && request.getLength() <= 0
                && !headers.contains(HttpHeader.TRANSFER_ENCODING);
    }

    private void connect(JettyWebSocket channel, Request request) {
        Connector connector = request.getConnectionMetaData().getConnector();
        EndPoint endPoint = request.getConnectionMetaData().getConnection().getEndPoint();
        SocketSession session = new SocketSession(channel, components, connector.getScheduler());
        session.setIdleTimeout(IDLE_MAX);
        session.setInputBufferSize(READ_BYTES);
        session.setOutputBufferSize(GATHERED_BYTES);
        // A long frame comes in pieces as they arrive. With a limit Jetty would reserve memory for all of it at its
        // first byte, and split sent messages into frames of that size. The channel limits messages itself.
        session.setAutoFragment(true);
        session.setMaxFrameSize(0);
        WebSocketConnection connection =
                new WebSocketConnection(
                        endPoint,
                        connector.getExecutor(),
                        connector.getScheduler(),
                        connector.getByteBufferPool(),
                        session) {
                    @Override
                    public boolean onIdleExpired(TimeoutException timeout) {
                        channel.abort();
                        return false;
                    }
                };
        connector.getEventListeners().forEach(connection::addEventListener);
        session.setWebSocketConnection(connection);
        channel.on(session, connection);
        request.setAttribute(HttpStream.UPGRADE_CONNECTION_ATTRIBUTE, connection);
    }

    private static void accept(io.lynchet.api.http.Response.Upgrade upgrade, String key, Response response) {
        response.setStatus(101);
        HttpFields.Mutable headers = response.getHeaders();
        headers.put(TO_WEB_SOCKET);
        headers.put(UPGRADED);
        headers.put("Sec-WebSocket-Accept", WebSocketHandshake.acceptFor(key));
        if (upgrade.subprotocol() != null) {
            headers.put("Sec-WebSocket-Protocol", upgrade.subprotocol());
        }
    }

    /**
     * Upgrades to an event stream.
     *
     * @param response has the headers of the router's response
     * @param callback completes the request at the end of the stream
     */
    void eventStream(
            io.lynchet.api.http.Response.Upgrade upgrade, Request request, Response response, Callback callback) {
        EndPoint endPoint = request.getConnectionMetaData().getConnection().getEndPoint();
        JettyEventStream channel = new JettyEventStream(
                upgrade,
                channels,
                endPoint,
                request.getConnectionMetaData().getConnector().getScheduler(),
                callback);
        HttpFields.Mutable headers = response.getHeaders();
        headers.put(NOT_STORED);
        headers.put(UNBUFFERED);
        headers.put(HttpFields.CONNECTION_CLOSE);
        endPoint.setIdleTimeout(IDLE_MAX.toMillis());
        request.addIdleTimeoutListener(timeout -> {
            channel.abort();
            return false;
        });
        if (HttpMethod.HEAD.is(request.getMethod())) {
            new SerialHandler(upgrade.handler()).closed(CloseStatus.NO_CLOSE, "only the head was asked for");
            callback.succeeded();
            return;
        }
        response.write(false, null, Callback.from(channel::opened, failure -> channel.neverOpened()));
    }
}
