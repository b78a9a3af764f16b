// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.transport.netty;

import io.lynchet.transport.core.limit.MinDataRate;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** The body of a request: filled on the event loop as it arrives, read by one thread that waits for it. */
final class RequestBody extends InputStream {
    /** The number of bytes that are read ahead of the reading thread. */
    static final int AHEAD_BYTES = 64 * 1024;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();
    private final Queue<byte[]> pieces = new ArrayDeque<>();
    private final MinDataRate.Meter meter;
    private final Runnable whenRead;
    private int begun;
    private int ahead;
    private boolean awaited;
    private boolean complete;
    private boolean dropped;
    private IOException failure;

    /**
     * @param meter of the client; used by the reading thread alone
     * @param whenRead called, by the reading thread, when it begins to wait or has made room; does not block
     */
    RequestBody(MinDataRate.Meter meter, Runnable whenRead) {
        this.meter = meter;
        this.whenRead = whenRead;
    }

    void add(byte[] piece) {
        locked(() -> {
            if (!dropped && piece.length > 0) {
                pieces.add(piece);
                ahead += piece.length;
                arrived.signal();
            }
        });
    }

    void complete() {
        locked(() -> {
            complete = true;
            arrived.signal();
        });
    }

    /** Fails reads of bytes that have not arrived. */
    void fail(IOException why) {
        locked(() -> {
            failure = why;
            arrived.signal();
        });
    }

    /** Tells that the body is read no further. */
    void drop() {
        locked(() -> {
            dropped = true;
            pieces.clear();
            begun = 0;
            ahead = 0;
        });
    }

    boolean isComplete() {
        lock.lock();
        try {
            return complete;
        } finally {
            lock.unlock();
        }
    }

    /** Returns whether that many bytes have arrived, or no more will come. */
    boolean hasArrived(int enough) {
        lock.lock();
        try {
            return complete || failure != null || ahead >= enough;
        } finally {
            lock.unlock();
        }
    }

    /** Returns whether a reader may have to wait for the client. */
    boolean isOpen() {
        lock.lock();
        try {
            return !complete && failure == null;
        } finally {
            lock.unlock();
        }
    }

    /** Returns whether a thread waits for the client. */
    boolean isAwaited() {
        lock.lock();
        try {
            return awaited;
        } finally {
            lock.unlock();
        }
    }

    /** @param most the most bytes to read ahead; the client waits beyond that */
    boolean wantsMore(int most) {
        lock.lock();
        try {
            return !complete && !dropped && failure == null && ahead < most;
        } finally {
            lock.unlock();
        }
    }

    private void locked(Runnable change) {
        lock.lock();
        try {
            change.run();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        int read;
        boolean roomMade;
        lock.lock();
        try {
            meter.waits();
            await();
            if (pieces.isEmpty()) {
                return end();
            }
            boolean full = ahead >= AHEAD_BYTES;
            read = take(target, offset, length);
            meter.moved(read);
            roomMade = full && ahead < AHEAD_BYTES;
        } finally {
            lock.unlock();
        }
        if (roomMade) {
            whenRead.run();
        }
        return read;
    }

    private void await() throws IOException {
        long leftNanos = meter.leftNanos();
        while (pieces.isEmpty() && !complete && failure == null) {
            awaited = true;
            whenRead.run();
            try {
                leftNanos = arrived.awaitNanos(leftNanos);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted while the client was sending", e);
            } finally {
                awaited = false;
            }
            if (leftNanos <= 0 && pieces.isEmpty() && !complete && failure == null) {
                throw meter.tooSlow();
            }
        }
    }

    private int end() throws IOException {
        if (!complete) {
            throw failure;
        }
        return -1;
    }

    private int take(byte[] target, int offset, int length) {
        byte[] first = pieces.element();
        int count = Math.min(length, first.length - begun);
        System.arraycopy(first, begun, target, offset, count);
        begun += count;
        ahead -= count;
        if (begun == first.length) {
            pieces.remove();
            begun = 0;
        }
        return count;
    }
}
