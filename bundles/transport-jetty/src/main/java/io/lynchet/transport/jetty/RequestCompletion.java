// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.transport.jetty;

import io.lynchet.transport.core.limit.InFlightLimit;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Scheduler;

/** The callback that ends a request: it is no longer in flight once its response has been sent or has failed. */
final class RequestCompletion extends Callback.Nested {
    private final InFlightLimit inFlight;
    private final HandoverEndPoint connection;
    private final ArrivingBody body;
    private final AtomicBoolean ended = new AtomicBoolean();
    private final AtomicBoolean left = new AtomicBoolean();
    private volatile Scheduler.Task limit;
    private volatile io.lynchet.api.http.Response answer;

    private RequestCompletion(
            Callback callback, InFlightLimit inFlight, HandoverEndPoint connection, ArrivingBody body) {
        super(callback);
        this.inFlight = inFlight;
        this.connection = connection;
        this.body = body;
    }

    /** @param body null for none */
    static RequestCompletion admitted(
            Callback callback, InFlightLimit inFlight, HandoverEndPoint connection, ArrivingBody body) {
        return new RequestCompletion(callback, inFlight, connection, body);
    }

    /** Returns the completion of a request that was not counted. */
    static RequestCompletion refused(Callback callback, HandoverEndPoint connection, ArrivingBody body) {
        return new RequestCompletion(callback, null, connection, body);
    }

    void sends(io.lynchet.api.http.Response what) {
        answer = what;
    }

    /** Cuts the connection when the response has not been sent after that time. */
    void limit(Request request, long millis) {
        if (millis < Long.MAX_VALUE) {
            limit = request.getComponents()
                    .getScheduler()
                    .schedule(
                            () -> connection.close(new TimeoutException("the client receives its response too slowly")),
                            millis,
                            TimeUnit.MILLISECONDS);
        }
    }

    @Override
    public void completed() {
        if (limit != null) {
            limit.cancel();
        }
        leave();
    }

    private void leave() {
        if (left.compareAndSet(false, true)) {
            if (inFlight != null) {
                inFlight.leave();
            }
            if (body != null) {
                body.close();
            }
            io.lynchet.api.http.Response gone = answer;
            if (gone != null) {
                gone.gone();
            }
        }
    }

    void becomesChannel() {
        connection.becomesChannel();
        end();
        leave();
    }

    private void end() {
        if (ended.compareAndSet(false, true)) {
            connection.requestEnds();
        }
    }

    @Override
    public void succeeded() {
        end();
        super.succeeded();
    }

    @Override
    public void failed(Throwable failure) {
        end();
        super.failed(failure);
    }
}
