// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.transport.jetty;

import io.lynchet.transport.core.InFlight;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Scheduler;

/** Takes the request out of the count once its answer has been sent or has failed. */
final class Leaving extends Callback.Nested {
    private final InFlight inFlight;
    private final HandedEndPoint connection;
    private final ArrivingBody body;
    private final AtomicBoolean ended = new AtomicBoolean();
    private final AtomicBoolean left = new AtomicBoolean();
    private volatile Scheduler.Task limit;
    private volatile io.lynchet.api.http.Response answer;

    private Leaving(Callback callback, InFlight inFlight, HandedEndPoint connection, ArrivingBody body) {
        super(callback);
        this.inFlight = inFlight;
        this.connection = connection;
        this.body = body;
    }

    /** @param body null for none */
    static Leaving admitted(Callback callback, InFlight inFlight, HandedEndPoint connection, ArrivingBody body) {
        return new Leaving(callback, inFlight, connection, body);
    }

    /** Of a request that was not counted. */
    static Leaving refused(Callback callback, HandedEndPoint connection, ArrivingBody body) {
        return new Leaving(callback, null, connection, body);
    }

    void sends(io.lynchet.api.http.Response what) {
        answer = what;
    }

    /** Cuts the connection when the answer has not been sent after that time. */
    void limit(Request request, long millis) {
        if (millis < Long.MAX_VALUE) {
            limit = request.getComponents()
                    .getScheduler()
                    .schedule(
                            () -> connection.close(new TimeoutException("the client takes its answer too slowly")),
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
