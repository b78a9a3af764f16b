// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.sockets;

import io.lynchet.api.http.Channel;
import io.lynchet.api.http.ChannelHandler;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** A channel without a connection. Checks that its caller keeps to the contract, and remembers everything. */
final class FakeChannel implements Channel {
    final ChannelHandler handler;
    private final List<List<byte[]>> batches = new ArrayList<>();
    private final ArrayDeque<Consumer<Throwable>> underWay = new ArrayDeque<>();
    private boolean slow;
    private boolean deaf;
    private int pings;
    private int closeCode;
    private int closes;
    private boolean aborted;
    private boolean ended;

    FakeChannel(ChannelHandler handler) {
        this.handler = handler;
    }

    FakeChannel open() {
        handler.opened(this);
        return this;
    }

    /** Sends are done only when {@link #take} says so. */
    synchronized FakeChannel slow() {
        slow = true;
        return this;
    }

    /** The client does not answer a close. */
    synchronized FakeChannel deaf() {
        deaf = true;
        return this;
    }

    @Override
    public void send(List<byte[]> messages, Consumer<Throwable> done) {
        boolean now;
        synchronized (this) {
            if (!underWay.isEmpty()) {
                throw new AssertionError("a second send before the first was done");
            }
            batches.add(List.copyOf(messages));
            now = !slow;
            if (!now) {
                underWay.add(done);
            }
        }
        if (now) {
            done.accept(null);
        }
    }

    /** The client takes what is under way; false when nothing is. */
    boolean take() {
        return finish(null);
    }

    void breakOff() {
        finish(new IOException("broken"));
    }

    private boolean finish(Throwable problem) {
        Consumer<Throwable> done;
        synchronized (this) {
            done = underWay.poll();
        }
        if (done != null) {
            done.accept(problem);
        }
        return done != null;
    }

    void takeAll() {
        while (take()) {
            Thread.onSpinWait();
        }
    }

    @Override
    public synchronized void ping() {
        pings++;
    }

    @Override
    public void close(int code, String reason) {
        synchronized (this) {
            closes++;
            closeCode = closeCode == 0 ? code : closeCode;
            if (deaf) {
                return;
            }
        }
        end(code);
    }

    @Override
    public void abort() {
        synchronized (this) {
            aborted = true;
        }
        end(1006);
    }

    /** The connection ends, told once. */
    void end(int code) {
        synchronized (this) {
            if (ended) {
                return;
            }
            ended = true;
        }
        handler.closed(code, "");
    }

    void say(String json) {
        handler.message(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }

    synchronized List<String> texts() {
        return batches.stream()
                .flatMap(List::stream)
                .map(text -> new String(text, StandardCharsets.UTF_8).replace('"', '\''))
                .toList();
    }

    synchronized List<List<byte[]>> batches() {
        return List.copyOf(batches);
    }

    synchronized int pings() {
        return pings;
    }

    synchronized int closeCode() {
        return closeCode;
    }

    synchronized int closes() {
        return closes;
    }

    synchronized boolean isAborted() {
        return aborted;
    }

    synchronized boolean isEnded() {
        return ended;
    }
}
