// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.transport.jetty;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.http.Response.Header;
import io.lynchet.api.http.Router;
import io.lynchet.api.lease.Gate;
import io.lynchet.api.lease.Lease;
import io.lynchet.transport.core.ServingTransport;
import io.lynchet.transport.core.limit.InFlightLimit;
import io.lynchet.transport.core.limit.MinDataRate;
import io.lynchet.transport.core.limit.MinRateOutput;
import io.lynchet.transport.core.limit.RequestRules;
import io.lynchet.transport.core.limit.SlowLane;
import io.lynchet.transport.core.limit.SlowLanes;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.http.PreEncodedHttpField;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The handler that passes requests to the router and sends its responses. A body of known length is sent asynchronously
 * in one write together with the headers, so a client that reads slowly holds no thread. A streamed body blocks the
 * request's thread while the client is slow, and so does reading a large body of a request. Both need a place in a
 * {@link io.lynchet.transport.core.limit.SlowLane}.
 */
final class RouterHandler extends Handler.Abstract {
    private static final Logger log = LoggerFactory.getLogger(RouterHandler.class);
    private static final String JSON_TYPE = "application/json";

    /** The size that the system's send buffer takes, so that nothing waits for the client. */
    private static final int SENT_AT_ONCE_BYTES_MAX = 64 * 1024;

    private static final HttpField JSON = new PreEncodedHttpField(HttpHeader.CONTENT_TYPE, JSON_TYPE);

    private final Gate<Router> routers;
    private final ServingTransport transport;
    private final InFlightLimit inFlight;
    private final SlowLanes lanes;
    private final MinDataRate pace;
    private final boolean waitingIsCheap;
    private final JettyUpgrade upgrades;
    private final EncodedHeaders encoded = new EncodedHeaders();

    /**
     * @param waitingIsCheap whether requests have virtual threads. Then the request's thread waits for a promised
     *     response: waking many of them takes fewer switches than sending on the thread that completes the responses
     */
    RouterHandler(Gate<Router> routers, ServingTransport transport, MinDataRate pace, boolean waitingIsCheap) {
        super(InvocationType.BLOCKING);
        this.routers = routers;
        this.transport = transport;
        this.inFlight = transport.inFlight();
        this.lanes = transport.slowLanes();
        this.upgrades = new JettyUpgrade(transport.openChannels());
        this.pace = pace;
        this.waitingIsCheap = waitingIsCheap;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        HandoverEndPoint connection = endPoint(request);
        long length = request.getLength();
        boolean coded = request.getHeaders().contains(HttpHeader.TRANSFER_ENCODING);
        connection.requestBegins(length);
        RequestRules.Mistake mistake = mistake(request, coded);
        if (mistake != null) {
            // The beginning of the next request is unknown.
            response.getHeaders().put(HttpFields.CONNECTION_CLOSE);
            ErrorResponse.send(
                    response, Callback.from(connection::requestEnds, callback), mistake.code(), mistake.message(), -1);
            return true;
        }
        if (length > 0 || coded) {
            new ArrivingBody(request, lanes, pace, body -> answer(request, response, callback, body)).begin();
        } else {
            answer(request, response, callback, null);
        }
        return true;
    }

    /** @param body null for none */
    private void answer(Request request, Response response, Callback callback, ArrivingBody body) {
        HandoverEndPoint connection = endPoint(request);
        if (body != null && body.failure() != null && connection.hasClientLeft()) {
            // The client waits for no response, and no route could read the body.
            RequestCompletion.refused(callback, connection, body).failed(body.failure());
            return;
        }
        if ((body != null && body.isRefused()) || !inFlight.enter()) {
            closeIfClosing(response);
            ErrorResponse.send(
                    response,
                    RequestCompletion.refused(callback, connection, body),
                    ErrorCode.OVERLOADED,
                    "Too many requests are in flight; try again.",
                    1);
            return;
        }
        RequestCompletion leaving = RequestCompletion.admitted(callback, inFlight, connection, body);
        try {
            answer(new JettyInbound(request, body), response, leaving);
        } catch (CancellationException e) {
            // A check has found that the client is gone.
            leaving.failed(e);
        } catch (RuntimeException | Error e) {
            log.error("a request could not be handled", e);
            leaving.failed(e);
        }
    }

    private void answer(JettyInbound inbound, Response response, RequestCompletion leaving) {
        Request request = response.getRequest();
        HandoverEndPoint connection = endPoint(request);
        Lease<Router> lease;
        try {
            lease = routers.lease();
        } catch (LynchetException e) {
            closeIfClosing(response);
            ErrorResponse.send(
                    response,
                    leaving,
                    e.code(),
                    e.getMessage(),
                    e.retryAfterSeconds().orElse(-1));
            return;
        }
        boolean head = HttpMethod.HEAD.is(request.getMethod());
        boolean kept = false;
        try {
            io.lynchet.api.http.Response answer = lease.service().answer(inbound);
            if (answer.stage() == null) {
                send(answer, head, response, leaving);
            } else if (waitingIsCheap) {
                send(awaited(answer, connection), head, response, leaving);
            } else {
                kept = true;
                connection.awaits(answer.stage().toCompletableFuture());
                answer.stage().whenComplete((later, failure) -> {
                    connection.awaits(null);
                    lease.release();
                    sendLater(later, failure, head, response, leaving);
                });
            }
        } finally {
            if (!kept) {
                lease.release();
            }
        }
    }

    private static HandoverEndPoint endPoint(Request request) {
        return (HandoverEndPoint)
                request.getConnectionMetaData().getConnection().getEndPoint();
    }

    private static io.lynchet.api.http.Response awaited(
            io.lynchet.api.http.Response promise, HandoverEndPoint connection) {
        CompletableFuture<io.lynchet.api.http.Response> later = promise.stage().toCompletableFuture();
        connection.awaits(later);
        try {
            return later.join();
        } finally {
            connection.awaits(null);
        }
    }

    /** Checks what Jetty lets pass; its own checks are those of {@link JettyServer}. */
    private static RequestRules.Mistake mistake(Request request, boolean coded) {
        if (coded) {
            boolean http11 = request.getConnectionMetaData().getHttpVersion() == HttpVersion.HTTP_1_1;
            RequestRules.Mistake mistake =
                    RequestRules.ofCodings(request.getHeaders().getValuesList(HttpHeader.TRANSFER_ENCODING), http11);
            if (mistake != null) {
                return mistake;
            }
        }
        return RequestRules.ofTarget(request.getHttpURI().getPathQuery());
    }

    private void closeIfClosing(Response response) {
        if (transport.isDrained()) {
            response.getHeaders().put(HttpFields.CONNECTION_CLOSE);
        }
    }

    private void sendLater(
            io.lynchet.api.http.Response answer,
            Throwable failure,
            boolean head,
            Response response,
            RequestCompletion callback) {
        try {
            if (failure instanceof CancellationException) {
                callback.failed(failure);
                return;
            }
            if (failure != null) {
                throw new IllegalStateException("the router's stage failed", failure);
            }
            send(answer, head, response, callback);
        } catch (RuntimeException | Error e) {
            // An exception thrown from here would get lost in the stage, and the client would wait until its connection
            // has been idle for too long.
            log.error("a response could not be sent", e);
            callback.failed(e);
        }
    }

    private void send(
            io.lynchet.api.http.Response answer, boolean head, Response response, RequestCompletion callback) {
        callback.sends(answer);
        response.setStatus(answer.status());
        HttpFields.Mutable headers = response.getHeaders();
        if (answer.upgrade() == null) {
            closeIfClosing(response);
        }
        if (answer.closes()) {
            headers.put(HttpFields.CONNECTION_CLOSE);
        }
        String type = answer.contentType();
        if (type != null) {
            headers.add(type.equals(JSON_TYPE) ? JSON : new HttpField(HttpHeader.CONTENT_TYPE, type));
        }
        List<Header> more = answer.headers();
        for (int i = 0; i < more.size(); i++) {
            headers.add(encoded.of(more.get(i)));
        }
        if (answer.upgrade() != null) {
            upgrade(answer.upgrade(), response, callback);
            return;
        }
        byte[] bytes = answer.bytes();
        if (bytes == null) {
            stream(answer, head, response, callback);
            return;
        }
        // An unread body that is still on its way makes this the connection's last response; the client learns so.
        if (!response.getRequest().consumeAvailable()) {
            headers.put(HttpFields.CONNECTION_CLOSE);
        }
        if (answer.status() != 204 && answer.status() != 304) {
            headers.add(HttpHeader.CONTENT_LENGTH, bytes.length);
        }
        if (bytes.length > SENT_AT_ONCE_BYTES_MAX && !head) {
            callback.limit(response.getRequest(), pace.millisMax(bytes.length));
        }
        response.write(true, bytes.length == 0 ? null : ByteBuffer.wrap(bytes), callback);
    }

    /** From here on it is an open channel and no request in flight. */
    private void upgrade(io.lynchet.api.http.Response.Upgrade upgrade, Response response, RequestCompletion callback) {
        callback.becomesChannel();
        if (upgrade.webSocket()) {
            upgrades.webSocket(upgrade, response.getRequest(), response, callback);
        } else {
            upgrades.eventStream(upgrade, response.getRequest(), response, callback);
        }
    }

    private void stream(io.lynchet.api.http.Response answer, boolean head, Response response, Callback callback) {
        if (answer.length() >= 0) {
            response.getHeaders().put(HttpHeader.CONTENT_LENGTH, answer.length());
        }
        if (head) {
            // Ended at once it would have a length of 0.
            response.write(false, null, Callback.from(() -> response.write(true, null, callback), callback::failed));
            return;
        }
        SlowLane.Place place = lanes.streams().tryEnter();
        if (place == null) {
            response.reset();
            closeIfClosing(response);
            ErrorResponse.send(
                    response, callback, ErrorCode.OVERLOADED, "Too many responses are streamed at once; try again.", 1);
            return;
        }
        try {
            OutputStream out = new MinRateOutput(Content.Sink.asOutputStream(response), pace, answer.length());
            answer.writer().writeTo(out);
            out.close();
            callback.succeeded();
        } catch (IOException e) {
            log.debug("the client went away during a streamed response", e);
            callback.failed(e);
        } catch (RuntimeException | Error e) {
            log.error("a streamed response ended early", e);
            callback.failed(e);
        } finally {
            place.leave();
        }
    }
}
