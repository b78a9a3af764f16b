// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.sockets;

import io.lynchet.api.auth.Principal;
import io.lynchet.api.http.Channel;
import io.lynchet.api.http.ChannelHandler;
import io.lynchet.api.socket.CloseCode;
import io.lynchet.api.socket.Frame;
import io.lynchet.api.socket.Sockets.OpenSocket;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/** One socket: what its channel tells goes to the handlers, what they offer goes to its outbox. */
final class EdgeSocket implements ChannelHandler {
    static final long CLOSING_NANOS_MAX = TimeUnit.SECONDS.toNanos(10);
    static final long GOODBYE_NANOS_MAX = TimeUnit.SECONDS.toNanos(20);

    private static final byte[] ALIVE = ": alive\n\n".getBytes(StandardCharsets.US_ASCII);
    private static final int CODE_MIN = 1_000;
    private static final int CODE_MAX = 4_999;

    /** The conjugate of the golden ratio: its multiples are spread evenly, however many are taken. */
    private static final double EVEN_SPREAD = 0.6180339887498949;

    private final Edge edge;
    private final SocketOrigin origin;
    private final Admission.Place place;
    private final long number;
    private final Conversation conversation;
    private final CredentialWatch watch;
    private final long openedMillis = System.currentTimeMillis();
    private byte[] firstFrame;
    private volatile Principal principal;
    private volatile Channel channel;
    private volatile Outbox outbox;
    private volatile boolean reading;
    private volatile boolean ended;
    private volatile long heardNanos;
    private volatile long closingNanos;
    private volatile boolean closing;
    private long heartbeatNanos;
    private long badUntilNanos;

    /** @param firstFrame a frame of type {@code subscribe} that the client has sent with its request, or null */
    EdgeSocket(Edge edge, SocketOrigin origin, Admission.Place place, byte[] firstFrame) {
        this.edge = edge;
        this.origin = origin;
        this.place = place;
        this.firstFrame = firstFrame;
        this.number = edge.table().nextNumber();
        this.principal = origin.principal();
        this.conversation = new Conversation(this, edge.handlers());
        this.watch = origin.check() == null ? null : new CredentialWatch(this, origin.check(), edge);
        this.badUntilNanos = edge.nanos().getAsLong();
    }

    @Override
    public void opened(Channel opened) {
        if (!place.take()) {
            ended = true;
            opened.close(CloseCode.TRY_LATER, "opening took too long");
            return;
        }
        long now = edge.nanos().getAsLong();
        heardNanos = now;
        heartbeatNanos =
                now + (long) (number * EVEN_SPREAD % 1 * edge.settings().heartbeatNanos());
        channel = opened;
        outbox = new Outbox(opened, edge.outboxes());
        edge.table().add(this);
        conversation.handlersChanged();
        if (edge.table().isStopping()) {
            close(CloseCode.RESTARTING, "sockets are being replaced");
        } else if (firstFrame != null) {
            edge.openStream(this, firstFrame);
            firstFrame = null;
        }
    }

    @Override
    public void message(byte[] text) {
        reading = true;
        try {
            if (isOpen()) {
                edge.reader().read(this, text);
            }
        } finally {
            alive();
            reading = false;
        }
    }

    @Override
    public void alive() {
        heardNanos = edge.nanos().getAsLong();
    }

    @Override
    public void closed(int code, String reason) {
        if (ended) {
            return;
        }
        ended = true;
        place.take();
        place.release();
        if (outbox != null) {
            outbox.end();
            edge.table().remove(this);
            edge.figures().closed(code);
            conversation.end();
        }
    }

    /** Looks whether it is time for something; called about once a second, never by two threads. */
    void visit(long now) {
        if (closing) {
            long since = now - closingNanos;
            if (since > GOODBYE_NANOS_MAX || since > CLOSING_NANOS_MAX && outbox.isSending()) {
                channel.abort();
            }
            return;
        }
        if (outbox.isStalledSince(now - edge.settings().stallNanosMax())) {
            channel.abort();
            return;
        }
        if (!origin.eventStream()
                && !reading
                && now - heardNanos > edge.settings().silenceNanosMax()) {
            close(CloseCode.SILENT, "no sign of life");
            return;
        }
        if (heartbeatNanos - now <= 0) {
            long next = heartbeatNanos + edge.settings().heartbeatNanos();
            // After a pause of the whole process nobody gets all that were missed.
            heartbeatNanos = next - now > 0 ? next : now + edge.settings().heartbeatNanos();
            beat();
        }
        if (watch != null) {
            watch.visit(now);
        }
    }

    private void beat() {
        if (origin.eventStream()) {
            outbox.offerWhenIdle(ALIVE);
        } else {
            channel.ping();
        }
    }

    boolean offer(Frame frame) {
        return outbox.offer(origin.eventStream() ? frame.event() : frame.json());
    }

    void whenDrained(Runnable action) {
        outbox.whenDrained(action);
    }

    void close(int code, String reason) {
        if (code < CODE_MIN || code > CODE_MAX) {
            throw new IllegalArgumentException("no close code: " + code);
        }
        if (!closing) {
            closingNanos = edge.nanos().getAsLong();
            closing = true;
        }
        outbox.close(code, CloseReason.fitting(reason));
    }

    /** For the end of the server's patience with all sockets. */
    void abort() {
        channel.abort();
    }

    boolean isOpen() {
        return outbox.isOpen();
    }

    /** Takes over what the credentials say now. */
    void principalIs(Principal now) {
        if (!now.equals(principal)) {
            principal = now;
            conversation.principalChanged();
        }
    }

    /** Counts a bad frame; true when there were too many: each is forgotten after a second. By the thread that reads only. */
    boolean isTooBad() {
        edge.figures().bad();
        long now = edge.nanos().getAsLong();
        long second = TimeUnit.SECONDS.toNanos(1);
        badUntilNanos = (badUntilNanos - now > 0 ? badUntilNanos : now) + second;
        return badUntilNanos - now > FrameReader.BAD_FRAMES_MAX * second;
    }

    Principal principal() {
        return principal;
    }

    SocketOrigin origin() {
        return origin;
    }

    Conversation conversation() {
        return conversation;
    }

    long number() {
        return number;
    }

    String id() {
        return "s" + number;
    }

    long queuedBytes() {
        return outbox.bytes();
    }

    OpenSocket describe() {
        return new OpenSocket(
                id(),
                origin.purpose(),
                origin.eventStream(),
                SocketOrigin.nameOf(principal),
                origin.address(),
                Instant.ofEpochMilli(openedMillis),
                outbox.bytes(),
                outbox.sent(),
                outbox.refused());
    }
}
