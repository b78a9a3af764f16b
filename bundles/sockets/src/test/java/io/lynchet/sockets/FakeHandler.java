// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.sockets;

import io.lynchet.api.socket.ClientSocket;
import io.lynchet.api.socket.Frame;
import io.lynchet.api.socket.FrameHandler;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** Remembers its calls as text, and fails when two come at one time. For one socket. */
final class FakeHandler implements FrameHandler {
    final List<String> calls = Collections.synchronizedList(new ArrayList<>());
    volatile ClientSocket socket;
    volatile long seq = Long.MAX_VALUE;
    volatile Consumer<ClientSocket> onFrame = socket -> {};
    volatile Consumer<ClientSocket> onOpened = socket -> {};
    private final Set<String> types;
    private final AtomicBoolean inside = new AtomicBoolean();

    FakeHandler(String... types) {
        this.types = Set.of(types);
    }

    @Override
    public Set<String> types() {
        return types;
    }

    @Override
    public void frame(ClientSocket from, String type, byte[] json) {
        call("frame " + type, from, onFrame);
    }

    @Override
    public void opened(ClientSocket opened) {
        socket = opened;
        call("opened", opened, onOpened);
    }

    @Override
    public void principalChanged(ClientSocket changed) {
        call("principal " + changed.principal().userId(), changed, s -> {});
    }

    @Override
    public void closed(ClientSocket closed) {
        call("closed", closed, s -> {});
    }

    @Override
    public long seq(ClientSocket of) {
        return seq;
    }

    private void call(String name, ClientSocket from, Consumer<ClientSocket> action) {
        if (inside.getAndSet(true)) {
            calls.add("two at a time");
        }
        calls.add(name);
        try {
            action.accept(from);
        } finally {
            inside.set(false);
        }
    }

    static Frame frame(String json) {
        return Frame.of(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }
}
