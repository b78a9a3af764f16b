// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.sockets.socket;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.Problem;
import io.lynchet.api.lease.Lease;
import io.lynchet.api.loop.Vitals;
import io.lynchet.api.socket.ClientSocket;
import io.lynchet.api.socket.CloseCode;
import io.lynchet.api.socket.Frame;
import io.lynchet.api.socket.FrameHandler;
import io.lynchet.json.JsonWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The calls to handlers about one socket, one at a time. Only the thread with a frame waits for another call; the
 * others never block. Any other thread that finds a call running sets a mark for it and continues. So a handler that
 * blocks in a frame holds up no other socket.
 *
 * <p>A socket keeps the first handler of a type as long as that is present; new sockets get the newest. So while a
 * handler is replaced, both serve, each its own sockets.
 */
public final class HandlerCalls {
    private static final Logger log = LoggerFactory.getLogger(HandlerCalls.class);

    private static final int HANDLERS = 1;
    private static final int PRINCIPAL = 2;
    private static final int PONG = 4;
    private static final int ENDED = 8;

    private final ConnectedSocket socket;
    private final HandlerTable handlers;
    private final ReentrantLock inside = new ReentrantLock();
    private final AtomicInteger marks = new AtomicInteger();
    private List<SocketView> views = List.of();
    private boolean ended;
    private volatile boolean pongOwed;
    private volatile long pongHead;

    HandlerCalls(ConnectedSocket socket, HandlerTable handlers) {
        this.socket = socket;
        this.handlers = handlers;
    }

    /** Notes that a handler has come or gone, or that the socket has been opened. */
    public void handlersChanged() {
        mark(HANDLERS);
    }

    void principalChanged() {
        mark(PRINCIPAL);
    }

    /**
     * Sends a pong.
     *
     * @param head the head of the log, read before
     */
    void pong(long head) {
        pongHead = head;
        mark(PONG);
    }

    void end() {
        mark(ENDED);
    }

    private void mark(int call) {
        marks.getAndUpdate(marked -> marked | call);
        work();
    }

    private void work() {
        // The thread inside looks at the marks again after leaving, so none is lost.
        while (marks.get() != 0 && !inside.isHeldByCurrentThread() && inside.tryLock()) {
            try {
                callMarked();
            } finally {
                inside.unlock();
            }
        }
    }

    private void callMarked() {
        for (int marked = marks.getAndSet(0); marked != 0 && !ended; marked = marks.getAndSet(0)) {
            if ((marked & HANDLERS) != 0) {
                leaveHandlers();
                meetHandlers();
            }
            if ((marked & PRINCIPAL) != 0) {
                views.forEach(view -> tell(view, FrameHandler::principalChanged));
            }
            if ((marked & PONG) != 0) {
                sendPong();
            }
            if ((marked & ENDED) != 0) {
                ended = true;
                views.forEach(this::leave);
                views = List.of();
            }
        }
    }

    private void leaveHandlers() {
        List<SocketView> kept = new ArrayList<>(views.size());
        for (SocketView view : views) {
            if (handlers.slots().contains(view.slot())) {
                kept.add(view);
                continue;
            }
            leave(view);
            if (view.isUsed() || view.purpose() == ClientSocket.Purpose.SYNC) {
                socket.close(CloseCode.RESTARTING, "another version takes over the handler");
            }
        }
        views = List.copyOf(kept);
    }

    private void leave(SocketView view) {
        view.detach();
        tell(view, FrameHandler::closed);
    }

    private void meetHandlers() {
        for (LeasedHandler slot : handlers.slots()) {
            if (views.stream().noneMatch(view -> view.slot().rivals(slot))) {
                SocketView view = new SocketView(socket, slot);
                List<SocketView> more = new ArrayList<>(views);
                more.add(view);
                views = List.copyOf(more);
                if (!tell(view, FrameHandler::opened)) {
                    socket.close(CloseCode.FAILED, "the server failed");
                }
            }
        }
    }

    /** Calls a handler. Returns false when it failed. */
    private boolean tell(SocketView view, BiConsumer<FrameHandler, ClientSocket> call) {
        Lease<FrameHandler> lease = view.slot().lease();
        if (!lease.acquire()) {
            return true;
        }
        try {
            call.accept(lease.service(), view);
            return true;
        } catch (RuntimeException | Error e) {
            Vitals.suffered(e);
            log.error("{} failed on socket {}", lease.service().getClass().getName(), socket.id(), e);
            return false;
        } finally {
            lease.release();
        }
    }

    private void sendPong() {
        long[] seq = {pongHead};
        views.forEach(view -> tell(view, (handler, seen) -> seq[0] = Math.min(seq[0], handler.seq(seen))));
        JsonWriter json = new JsonWriter(40).beginObject().name("type").value("pong");
        json.name("seq").value(seq[0]).endObject();
        if (socket.offer(Frame.of(json.toBytes()))) {
            pongOwed = false;
        } else if (!pongOwed) {
            // A client that asks without reading is owed one pong only, however often it asks.
            pongOwed = true;
            socket.whenDrained(this::payPong);
        }
    }

    private void payPong() {
        // It may find the queue full again.
        pongOwed = false;
        mark(PONG);
    }

    /** Passes a frame to the handler of its type; may block. */
    void frame(String type, byte[] json) {
        inside.lock();
        try {
            callMarked();
            if (!ended) {
                hand(type, json);
            }
        } finally {
            inside.unlock();
            work();
        }
    }

    private void hand(String type, byte[] json) {
        for (SocketView view : views) {
            Lease<FrameHandler> lease = view.slot().lease();
            if (view.slot().types().contains(type) && lease.acquire()) {
                try {
                    view.use();
                    lease.service().frame(view, type, json);
                } finally {
                    lease.release();
                }
                return;
            }
        }
        if (handlers.hasSeen(type)) {
            throw LynchetException.retryable(
                    ErrorCode.UNAVAILABLE, "The handler of this frame is not available now; try again.", 1);
        }
        throw LynchetException.invalid(
                List.of(new Problem("$.type", ErrorCode.INVALID_DATA, "The server knows no frame of this type.")));
    }
}
