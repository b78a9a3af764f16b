// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.testkit.transport.channel;

import io.lynchet.api.http.Channel;
import io.lynchet.api.http.ChannelHandler;
import io.lynchet.testkit.Await;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** A handler that records the events of a channel, and checks the promises to handlers. */
final class ChannelRecorder implements ChannelHandler {
    /** {@code opened}, {@code alive}, the texts in brackets, and at the end {@code closed} with the code. */
    final List<String> events = new CopyOnWriteArrayList<>();

    final List<String> broken = new CopyOnWriteArrayList<>();
    final CompletableFuture<Channel> opened = new CompletableFuture<>();
    final CompletableFuture<Integer> closed = new CompletableFuture<>();
    private final AtomicBoolean inside = new AtomicBoolean();
    private final BiConsumer<Channel, String> onMessage;

    ChannelRecorder() {
        this((channel, text) -> {});
    }

    ChannelRecorder(BiConsumer<Channel, String> onMessage) {
        this.onMessage = onMessage;
    }

    /** Returns a handler that sends every message back. */
    static ChannelRecorder echo() {
        return new ChannelRecorder((channel, text) -> {
            CompletableFuture<Throwable> sent = new CompletableFuture<>();
            channel.send(List.of(text.getBytes(StandardCharsets.UTF_8)), sent::complete);
            sent.orTimeout(30, java.util.concurrent.TimeUnit.SECONDS).join();
        });
    }

    Channel channel() {
        return Await.value(opened);
    }

    /** Sends the message several times, each time from the callback of the send before. */
    void sendInTurn(byte[] message, int times) {
        if (times > 0) {
            channel().send(List.of(message), new Turns(message, times - 1));
        }
    }

    private final class Turns implements Consumer<Throwable> {
        private final byte[] message;
        private int left;

        Turns(byte[] message, int left) {
            this.message = message;
            this.left = left;
        }

        @Override
        public void accept(Throwable failure) {
            if (failure == null && left-- > 0) {
                channel().send(List.of(message), this);
            }
        }
    }

    int closeCode() {
        return Await.value(closed);
    }

    @Override
    public void opened(Channel channel) {
        note("opened", () -> opened.complete(channel));
    }

    @Override
    public void message(byte[] text) {
        String decoded = new String(text, StandardCharsets.UTF_8);
        note("[" + decoded + "]", () -> onMessage.accept(opened.join(), decoded));
    }

    @Override
    public void alive() {
        note("alive", () -> {});
    }

    @Override
    public void closed(int code, String reason) {
        note("closed " + code, () -> {
            if (!closed.complete(code)) {
                broken.add("closed twice");
            }
        });
    }

    private void note(String event, Runnable action) {
        if (!inside.compareAndSet(false, true)) {
            broken.add(event + " came during another call");
        }
        if (closed.isDone()) {
            broken.add(event + " came after the end");
        }
        try {
            events.add(event);
            action.run();
        } finally {
            inside.set(false);
        }
    }
}
