// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.transport.netty;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.http.Response;
import io.lynchet.api.http.Router;
import io.lynchet.api.lease.Lease;
import io.lynchet.transport.core.RequestRules;
import io.lynchet.transport.core.SlowLanes;
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

/** One request and its answer. Lives on the connection's event loop, but for {@link #answer}, which may block. */
final class Exchange {
    private static final Logger log = LoggerFactory.getLogger(Exchange.class);

    private final HttpConnection connection;
    private final HttpRequest request;
    private final RequestBody body;
    private final Answer answer;
    private final Arrival arrival;
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
        this.answer = new Answer(this);
        this.arrival = new Arrival(connection);
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

    /** Of this connection: the client wants it so, the transport drains, or a body is still on its way that nobody will read. */
    boolean isLast() {
        return malformed
                || connection.server().isDrained()
                || !body.isComplete()
                || !HttpUtil.isKeepAlive(request)
                || !request.protocolVersion().equals(HttpVersion.HTTP_1_1);
    }

    /** Its head has come, or more of its body, or none will: has it answered, once, when enough is there. */
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
        // Nobody knows where the next request would begin.
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

    /** The client has gone. */
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
        answer.refuse(ErrorCode.OVERLOADED, "Too many requests are in flight.", 1);
    }

    /** Whether somebody waits for the client, or the request itself does. */
    boolean isAwaitingBody() {
        return !started || body.isAwaited();
    }

    /** How much of the body may be in memory that nobody has read. */
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
            // Thrown on, it would vanish in the stage, and the client would wait for nothing.
            fail(e);
        }
    }

    private void fail(Throwable cause) {
        if (cause instanceof CancellationException) {
            // Somebody saw that the client is gone.
            connection.onLoop(() -> end(false, true));
            return;
        }
        log.error("{} {} could not be answered", request.method(), request.uri().split("\\?", 2)[0], cause);
        connection.onLoop(() -> answer.refuse(ErrorCode.INTERNAL, ErrorCode.INTERNAL.meaning(), -1));
    }

    /** Somebody reads the body, and there is room for more. */
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

    /** This is what the router has made. */
    void answers(Response answer) {
        made = answer;
    }

    /** It is no request in flight any more. */
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

    /** Its answer has left, or could not. */
    void end(boolean sent, boolean last) {
        leave();
        if (sent) {
            connection.answered(last);
        } else {
            connection.cut();
        }
    }
}
