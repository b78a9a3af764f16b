// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.transport.jetty;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.http.Response.Header;
import io.lynchet.api.http.Router;
import io.lynchet.api.lease.Gate;
import io.lynchet.api.lease.Lease;
import io.lynchet.transport.core.InFlight;
import io.lynchet.transport.core.Pace;
import io.lynchet.transport.core.PacedOutput;
import io.lynchet.transport.core.RequestRules;
import io.lynchet.transport.core.ServingTransport;
import io.lynchet.transport.core.SlowLane;
import io.lynchet.transport.core.SlowLanes;
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
 * Hands requests to the router and sends its answers. A body of known length is sent asynchronously in one write together with the headers,
 * so a client that reads slowly holds no thread. A streamed body blocks the request's thread while the client is slow, and so does reading a large
 * body of a request; both need a place in a {@link io.lynchet.transport.core.SlowLane}.
 */
final class RouterHandler extends Handler.Abstract {
    private static final Logger log = LoggerFactory.getLogger(RouterHandler.class);
    private static final String JSON_TYPE = "application/json";

    /** What the system's send buffer takes over, so that nothing waits for the client. */
    private static final int SENT_AT_ONCE_BYTES_MAX = 64 * 1024;

    private static final HttpField JSON = new PreEncodedHttpField(HttpHeader.CONTENT_TYPE, JSON_TYPE);

    private final Gate<Router> routers;
    private final ServingTransport transport;
    private final InFlight inFlight;
    private final SlowLanes lanes;
    private final Pace pace;
    private final boolean waitingIsCheap;
    private final Upgrades upgrades;
    private final EncodedHeaders encoded = new EncodedHeaders();

    /**
     * @param waitingIsCheap whether requests have virtual threads; such a one waits for an answer that comes later, since many of them are
     *     woken with fewer switches than sending on the thread that brings the answers would take
     */
    RouterHandler(Gate<Router> routers, ServingTransport transport, Pace pace, boolean waitingIsCheap) {
        super(InvocationType.BLOCKING);
        this.routers = routers;
        this.transport = transport;
        this.inFlight = transport.inFlight();
        this.lanes = transport.slowLanes();
        this.upgrades = new Upgrades(transport.openChannels());
        this.pace = pace;
        this.waitingIsCheap = waitingIsCheap;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        HandedEndPoint connection = endPoint(request);
        long length = request.getLength();
        boolean coded = request.getHeaders().contains(HttpHeader.TRANSFER_ENCODING);
        connection.requestBegins(length);
        RequestRules.Mistake mistake = mistake(request, coded);
        if (mistake != null) {
            // Nobody knows where the next request would begin.
            response.getHeaders().put(HttpFields.CONNECTION_CLOSE);
            ErrorAnswer.send(
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
        HandedEndPoint connection = endPoint(request);
        if (body != null && body.failure() != null && connection.hasClientLeft()) {
            // Nobody waits for an answer, and no route could read it.
            Leaving.refused(callback, connection, body).failed(body.failure());
            return;
        }
        if ((body != null && body.isRefused()) || !inFlight.enter()) {
            closeIfClosing(response);
            ErrorAnswer.send(
                    response,
                    Leaving.refused(callback, connection, body),
                    ErrorCode.OVERLOADED,
                    "Too many requests are in flight.",
                    1);
            return;
        }
        Leaving leaving = Leaving.admitted(callback, inFlight, connection, body);
        try {
            answer(new JettyInbound(request, body), response, leaving);
        } catch (CancellationException e) {
            // Somebody saw that the client is gone.
            leaving.failed(e);
        } catch (RuntimeException | Error e) {
            log.error("a request could not be answered", e);
            leaving.failed(e);
        }
    }

    private void answer(JettyInbound inbound, Response response, Leaving leaving) {
        Request request = response.getRequest();
        HandedEndPoint connection = endPoint(request);
        Lease<Router> lease;
        try {
            lease = routers.lease();
        } catch (LynchetException e) {
            closeIfClosing(response);
            ErrorAnswer.send(
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

    private static HandedEndPoint endPoint(Request request) {
        return (HandedEndPoint) request.getConnectionMetaData().getConnection().getEndPoint();
    }

    private static io.lynchet.api.http.Response awaited(
            io.lynchet.api.http.Response promise, HandedEndPoint connection) {
        CompletableFuture<io.lynchet.api.http.Response> later = promise.stage().toCompletableFuture();
        connection.awaits(later);
        try {
            return later.join();
        } finally {
            connection.awaits(null);
        }
    }

    /** What Jetty lets pass; its own checks are those of {@link JettyServer}. */
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
            io.lynchet.api.http.Response answer, Throwable failure, boolean head, Response response, Leaving callback) {
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
            // Thrown on, it would vanish in the stage, and the client would wait until its connection is idle for too
            // long.
            log.error("an answer could not be sent", e);
            callback.failed(e);
        }
    }

    private void send(io.lynchet.api.http.Response answer, boolean head, Response response, Leaving callback) {
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
        // A body that nobody has read and that is still on its way makes this the connection's last answer; the client
        // is told.
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

    /** From here on it is an open channel and no request that is being answered. */
    private void upgrade(io.lynchet.api.http.Response.Upgrade upgrade, Response response, Leaving callback) {
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
            ErrorAnswer.send(response, callback, ErrorCode.OVERLOADED, "Too many answers are being streamed.", 1);
            return;
        }
        try {
            OutputStream out = new PacedOutput(Content.Sink.asOutputStream(response), pace, answer.length());
            answer.writer().writeTo(out);
            out.close();
            callback.succeeded();
        } catch (IOException e) {
            log.debug("the client went away during a streamed answer", e);
            callback.failed(e);
        } catch (RuntimeException | Error e) {
            log.error("a streamed answer broke off", e);
            callback.failed(e);
        } finally {
            place.leave();
        }
    }
}
