// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.transport.jetty;

import io.lynchet.transport.core.limit.MinDataRate;
import io.lynchet.transport.core.limit.SlowLane;
import io.lynchet.transport.core.limit.SlowLanes;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.Arrays;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * The body of a request, whose beginning arrives without a waiting thread. A handler gets it once it is whole, has
 * become large, or can't become whole. A large one holds a place in the lane of slow bodies until it has been read.
 * Used by one thread at a time, except {@link #close}.
 */
final class ArrivingBody implements Runnable {
    private static final byte[] NOTHING = {};

    private final Request request;
    private final SlowLanes lanes;
    private final MinDataRate pace;
    private final Consumer<ArrivingBody> ready;
    private byte[] begun;
    private int count;
    private boolean whole;
    private boolean counted;
    private Scheduler.Task late;
    private volatile SlowLane.Place place;
    private Throwable failure;

    /** @param ready called once, by the calling thread or another one on which it may block */
    ArrivingBody(Request request, SlowLanes lanes, MinDataRate pace, Consumer<ArrivingBody> ready) {
        this.request = request;
        this.lanes = lanes;
        this.pace = pace;
        this.ready = ready;
        long length = request.getLength();
        this.begun = length < 0 ? NOTHING : new byte[(int) Math.min(length, SlowLanes.AHEAD_BYTES)];
    }

    void begin() {
        if (request.getHeaders().contains(HttpHeader.EXPECT)) {
            // The client waits for a request to send it, which the first read makes.
            enterLane();
        } else {
            run();
        }
    }

    /** Returns whether there was no room for its beginning. */
    boolean isRefused() {
        return failure instanceof NoRoom;
    }

    /** Returns why the body can't become whole; null when it is, or a thread reads it. */
    Throwable failure() {
        return failure;
    }

    /** Reads the arrived bytes, and runs again when there are more. */
    @Override
    public void run() {
        while (!whole && failure == null && count < SlowLanes.AHEAD_BYTES) {
            Content.Chunk chunk = request.read();
            if (chunk == null) {
                if (!counted && !beginToWait()) {
                    failure = new NoRoom();
                    break;
                }
                request.demand(this);
                return;
            }
            take(chunk);
        }
        if (!counted) {
            goOn();
            return;
        }
        lanes.arrived();
        if (late != null) {
            late.cancel();
        }
        // Jetty lets nothing else of this request be read until this call returns.
        execute(this::goOn);
    }

    private void goOn() {
        if (whole || failure != null) {
            ready.accept(this);
        } else {
            enterLane();
        }
    }

    /** Begins to wait for the client, once. Returns false when there is no room for the body. */
    private boolean beginToWait() {
        counted = lanes.arrives();
        long millis = pace.millisMax(SlowLanes.AHEAD_BYTES);
        if (counted && millis < Long.MAX_VALUE) {
            EndPoint connection =
                    request.getConnectionMetaData().getConnection().getEndPoint();
            late = request.getComponents()
                    .getScheduler()
                    .schedule(
                            () -> connection.close(new TimeoutException("the client sends its body too slowly")),
                            millis,
                            TimeUnit.MILLISECONDS);
        }
        return counted;
    }

    private void take(Content.Chunk chunk) {
        if (Content.Chunk.isFailure(chunk)) {
            failure = chunk.getFailure();
            return;
        }
        int more = chunk.remaining();
        if (count + more > begun.length) {
            begun = Arrays.copyOf(begun, Math.max(count + more, Math.min(2 * count, SlowLanes.AHEAD_BYTES)));
        }
        chunk.getByteBuffer().get(begun, count, more);
        count += more;
        whole = chunk.isLast();
        chunk.release();
    }

    private void enterLane() {
        place = lanes.bodies().tryEnter();
        if (place != null) {
            ready.accept(this);
            return;
        }
        lanes.bodies().enter(taken -> {
            place = taken;
            execute(() -> ready.accept(this));
        });
    }

    private void execute(Runnable task) {
        try {
            request.getComponents().getExecutor().execute(task);
        } catch (RejectedExecutionException e) {
            // The server has stopped.
            close();
        }
    }

    /** Returns the whole body; reads of missing bytes block. */
    InputStream stream() {
        InputStream first = new ByteArrayInputStream(begun, 0, count);
        return whole ? first : new SequenceInputStream(first, new Rest());
    }

    /** Tells that the body is read no further. */
    void close() {
        SlowLane.Place taken = place;
        if (taken != null) {
            taken.leave();
        }
    }

    private static final class NoRoom extends IOException {
        private static final long serialVersionUID = 1L;
    }

    /** The part that has not arrived when reading begins. */
    private final class Rest extends InputStream {
        private InputStream rest;

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            if (failure != null) {
                throw new IOException(failure.getMessage(), failure);
            }
            rest = rest == null ? Content.Source.asInputStream(request) : rest;
            int read = rest.read(target, offset, length);
            if (read < 0) {
                ArrivingBody.this.close();
            }
            return read;
        }
    }
}
