// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.sockets.socket;

import io.lynchet.api.http.Channel;
import io.lynchet.api.http.ChannelHandler;
import io.lynchet.api.principal.Principal;
import io.lynchet.api.socket.CloseCode;
import io.lynchet.api.socket.Frame;
import io.lynchet.api.socket.Sockets.OpenSocket;
import io.lynchet.sockets.limit.SocketAdmission;
import io.lynchet.sockets.request.SocketOrigin;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/**
 * One open socket. It passes what the channel receives to the handlers, and frames that handlers offer to its send
 * queue.
 */
public final class ConnectedSocket implements ChannelHandler {
    static final long CLOSING_NANOS_MAX = TimeUnit.SECONDS.toNanos(10);
    static final long GOODBYE_NANOS_MAX = TimeUnit.SECONDS.toNanos(20);

    private static final byte[] ALIVE = ": alive\n\n".getBytes(StandardCharsets.US_ASCII);
    private static final int CODE_MIN = 1_000;
    private static final int CODE_MAX = 4_999;

    /** The conjugate of the golden ratio. Its multiples are spread evenly, however many sockets there are. */
    private static final double EVEN_SPREAD = 0.6180339887498949;

    private final SocketContext context;
    private final SocketOrigin origin;
    private final SocketAdmission.Place place;
    private final long number;
    private final HandlerCalls conversation;
    private final CredentialWatch watch;
    private final long openedMillis = System.currentTimeMillis();
    private byte[] firstFrame;
    private volatile Principal principal;
    private volatile Channel channel;
    private volatile SendQueue outbox;
    private volatile boolean reading;
    private volatile boolean ended;
    private volatile long heardNanos;
    private volatile long closingNanos;
    private volatile boolean closing;
    private long heartbeatNanos;
    private long badUntilNanos;

    /**
     * Creates a socket that is not open yet.
     *
     * @param firstFrame a frame of type {@code subscribe} that the client has sent with its request, or null
     */
    public ConnectedSocket(SocketContext context, SocketOrigin origin, SocketAdmission.Place place, byte[] firstFrame) {
        this.context = context;
        this.origin = origin;
        this.place = place;
        this.firstFrame = firstFrame;
        this.number = context.table().nextNumber();
        this.principal = origin.principal();
        this.conversation = new HandlerCalls(this, context.handlers());
        this.watch = origin.check() == null ? null : new CredentialWatch(this, origin.check(), context);
        this.badUntilNanos = context.nanos().getAsLong();
    }

    @Override
    public void opened(Channel opened) {
        if (!place.take()) {
            ended = true;
            opened.close(CloseCode.TRY_LATER, "opening took too long");
            return;
        }
        long now = context.nanos().getAsLong();
        heardNanos = now;
        heartbeatNanos =
                now + (long) (number * EVEN_SPREAD % 1 * context.settings().heartbeatNanos());
        channel = opened;
        outbox = new SendQueue(opened, context.outboxes());
        context.table().add(this);
        conversation.handlersChanged();
        if (context.table().isStopping()) {
            close(CloseCode.RESTARTING, "another version takes over the sockets");
        } else if (firstFrame != null) {
            context.openStream(this, firstFrame);
            firstFrame = null;
        }
    }

    @Override
    public void message(byte[] text) {
        reading = true;
        try {
            if (isOpen()) {
                context.reader().read(this, text);
            }
        } finally {
            alive();
            reading = false;
        }
    }

    @Override
    public void alive() {
        heardNanos = context.nanos().getAsLong();
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
            context.table().remove(this);
            context.metrics().closed(code);
            conversation.end();
        }
    }

    /**
     * Does what is due: closes, heartbeat, recheck of credentials. Called about once a second, never by two threads at
     * once.
     */
    void visit(long now) {
        if (closing) {
            long since = now - closingNanos;
            if (since > GOODBYE_NANOS_MAX || since > CLOSING_NANOS_MAX && outbox.isSending()) {
                channel.abort();
            }
            return;
        }
        if (outbox.isStalledSince(now - context.settings().stallNanosMax())) {
            channel.abort();
            return;
        }
        if (!origin.eventStream()
                && !reading
                && now - heardNanos > context.settings().silenceNanosMax()) {
            close(CloseCode.SILENT, "no sign of life");
            return;
        }
        if (heartbeatNanos - now <= 0) {
            long next = heartbeatNanos + context.settings().heartbeatNanos();
            // After a pause of the whole process, the missed heartbeats are skipped.
            heartbeatNanos = next - now > 0 ? next : now + context.settings().heartbeatNanos();
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
            throw new IllegalArgumentException("not a close code: " + code);
        }
        if (!closing) {
            closingNanos = context.nanos().getAsLong();
            closing = true;
        }
        outbox.close(code, CloseReason.fitting(reason));
    }

    /** Cuts the connection; the last resort when all sockets are to close. */
    public void abort() {
        channel.abort();
    }

    boolean isOpen() {
        return outbox.isOpen();
    }

    /** Takes over the principal that the credentials have now. */
    public void principalIs(Principal now) {
        if (!now.equals(principal)) {
            principal = now;
            conversation.principalChanged();
        }
    }

    /**
     * Counts a bad frame. Each is forgiven after a second. Returns true when there were too many. Only the reading
     * thread may call this.
     */
    boolean isTooBad() {
        context.metrics().bad();
        long now = context.nanos().getAsLong();
        long second = TimeUnit.SECONDS.toNanos(1);
        badUntilNanos = (badUntilNanos - now > 0 ? badUntilNanos : now) + second;
        return badUntilNanos - now > FrameReader.BAD_FRAMES_MAX * second;
    }

    Principal principal() {
        return principal;
    }

    public SocketOrigin origin() {
        return origin;
    }

    public HandlerCalls conversation() {
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
