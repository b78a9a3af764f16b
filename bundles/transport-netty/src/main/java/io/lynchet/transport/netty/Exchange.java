// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.transport.netty;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.http.Response;
import io.lynchet.api.http.Router;
import io.lynchet.api.lease.Lease;
import io.lynchet.transport.core.limit.RequestRules;
import io.lynchet.transport.core.limit.SlowLanes;
import io.lynchet.transport.netty.codec.RequestCheck;
import io.netty.channel.ChannelFutureListener;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import java.io.IOException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A request and its response. Confined to the connection's event loop, except {@link #answer}, which may block. */
final class Exchange {
    private static final Logger log = LoggerFactory.getLogger(Exchange.class);

    private final HttpConnection connection;
    private final HttpRequest request;
    private final RequestBody body;
    private final ResponseWriter answer;
    private final PendingBody arrival;
    private boolean started;
    private boolean malformed;
    private boolean admitted;
    private volatile Response made;
    private boolean continued;
    private boolean looked;

    Exchange(HttpConnection connection, HttpRequest request) {
        this.connection = connection;
        this.request = request;
        this.body = new RequestBody(connection.server().pace().meter(), () -> connection.onLoop(this::readOn));
        this.answer = new ResponseWriter(this);
        this.arrival = new PendingBody(connection);
    }

    HttpConnection connection() {
        return connection;
    }

    HttpRequest request() {
        return request;
    }

    RequestBody body() {
        return body;
    }

    boolean isHead() {
        return request.method().equals(HttpMethod.HEAD);
    }

    /**
     * Returns whether this is the last exchange of its connection: the client wants it so, the transport drains, or a
     * body is still on its way that no route will read.
     */
    boolean isLast() {
        return malformed
                || connection.server().isDrained()
                || !body.isComplete()
                || !HttpUtil.isKeepAlive(request)
                || !request.protocolVersion().equals(HttpVersion.HTTP_1_1);
    }

    /**
     * Tells that the head has come, more of the body, or that no more will come. Handles the request, once, when enough
     * has arrived.
     */
    void arrives() {
        if (started) {
            if (!body.isOpen()) {
                arrival.leaveLane();
            }
        } else if (!looked) {
            look();
        } else if (body.hasArrived(SlowLanes.AHEAD_BYTES) || HttpUtil.is100ContinueExpected(request)) {
            start();
        } else if (!arrival.isWaiting() && !arrival.begin(this::lateBody)) {
            started = true;
            refuseAsOverloaded();
        }
    }

    private void look() {
        looked = true;
        RequestRules.Mistake mistake = RequestCheck.mistake(request);
        if (mistake == null) {
            arrives();
            return;
        }
        started = true;
        // The beginning of the next request is unknown.
        malformed = true;
        body.fail(new IOException("the request is malformed"));
        answer.refuse(mistake.code(), mistake.message(), -1);
    }

    private void lateBody() {
        if (!started) {
            body.fail(connection.server().pace().meter().tooSlow());
            start();
        }
    }

    /** Tells that the client has gone. */
    void breaks() {
        body.fail(new IOException("the client went away"));
        if (!started) {
            started = true;
            arrival.end();
        }
    }

    private void start() {
        started = true;
        arrival.end();
        admitted = connection.server().inFlight().enter();
        if (!admitted) {
            refuseAsOverloaded();
        } else if (body.isOpen()) {
            arrival.enterLane(this::execute);
        } else {
            execute();
        }
    }

    private void execute() {
        try {
            connection.server().threads().execute(this::answer);
        } catch (RejectedExecutionException e) {
            log.debug("a request found no room, or its transport has stopped", e);
            connection.onLoop(this::refuseAsOverloaded);
        }
    }

    private void refuseAsOverloaded() {
        answer.refuse(ErrorCode.OVERLOADED, "Too many requests are in flight; try again.", 1);
    }

    /** Returns whether a thread, or the request itself, waits for the client. */
    boolean isAwaitingBody() {
        return !started || body.isAwaited();
    }

    /** Returns how many unread bytes of the body may be in memory. */
    int readsAhead() {
        return started ? RequestBody.AHEAD_BYTES : SlowLanes.AHEAD_BYTES;
    }

    private void answer() {
        Lease<Router> lease;
        try {
            lease = connection.server().routers().lease();
        } catch (LynchetException e) {
            int seconds = e.retryAfterSeconds().orElse(-1);
            connection.onLoop(() -> answer.refuse(e.code(), e.getMessage(), seconds));
            return;
        } catch (RuntimeException | Error e) {
            fail(e);
            return;
        }
        boolean kept = false;
        try {
            NettyInbound inbound = new NettyInbound(request, RequestCheck.target(request), connection, body);
            Response made = lease.service().answer(inbound);
            if (made.stage() == null) {
                answer.send(made);
            } else if (connection.server().threads().areVirtual()) {
                answer.send(awaited(made));
            } else {
                kept = true;
                connection.awaits(made.stage().toCompletableFuture());
                made.stage().whenComplete((later, failure) -> {
                    connection.awaits(null);
                    lease.release();
                    sendLater(later, failure);
                });
            }
        } catch (RuntimeException | Error e) {
            fail(e);
        } finally {
            if (!kept) {
                lease.release();
            }
        }
    }

    private Response awaited(Response promise) {
        CompletableFuture<Response> later = promise.stage().toCompletableFuture();
        connection.awaits(later);
        try {
            return later.join();
        } finally {
            connection.awaits(null);
        }
    }

    private void sendLater(Response later, Throwable failure) {
        if (failure != null) {
            fail(failure);
            return;
        }
        try {
            answer.send(later);
        } catch (RuntimeException | Error e) {
            // An exception thrown from here would get lost in the stage, and the client would wait for nothing.
            fail(e);
        }
    }

    private void fail(Throwable cause) {
        if (cause instanceof CancellationException) {
            // A check has found that the client is gone.
            connection.onLoop(() -> end(false, true));
            return;
        }
        log.error(
                "the server could not respond to {} {}",
                request.method(),
                request.uri().split("\\?", 2)[0],
                cause);
        connection.onLoop(() -> answer.refuse(ErrorCode.INTERNAL, ErrorCode.INTERNAL.meaning(), -1));
    }

    /** Tells that the body is being read, and there is room for more. */
    private void readOn() {
        if (!continued && HttpUtil.is100ContinueExpected(request) && !body.isComplete() && !answer.isBegun()) {
            continued = true;
            connection
                    .channel()
                    .writeAndFlush(new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE))
                    .addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
        }
        connection.readBody();
    }

    /** Sets the response that the router has made. */
    void answers(Response answer) {
        made = answer;
    }

    /** Tells that the request is no longer in flight. */
    void leave() {
        if (admitted) {
            admitted = false;
            connection.server().inFlight().leave();
        }
        arrival.leaveLane();
        Response gone = made;
        if (gone != null) {
            gone.gone();
        }
    }

    /** Tells that the response has left, or could not. */
    void end(boolean sent, boolean last) {
        leave();
        if (sent) {
            connection.answered(last);
        } else {
            connection.cut();
        }
    }
}
