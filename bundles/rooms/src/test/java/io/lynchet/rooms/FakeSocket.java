// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.rooms;

import io.lynchet.api.auth.Principal;
import io.lynchet.api.socket.ClientSocket;
import io.lynchet.api.socket.Frame;
import io.lynchet.json.JsonTree;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A socket whose client takes frames when the test says so. */
class FakeSocket implements ClientSocket {
    private static int made;

    private final String id;
    private final int queueMax;
    private final List<Frame> queue = new ArrayList<>();
    private final List<Runnable> drained = new ArrayList<>();
    private volatile Principal principal;
    private boolean open = true;

    FakeSocket(Principal principal) {
        this(principal, 10_000);
    }

    FakeSocket(Principal principal, int queueMax) {
        this.principal = principal;
        this.queueMax = queueMax;
        synchronized (FakeSocket.class) {
            id = "socket-" + ++made;
        }
    }

    void become(Principal next) {
        principal = next;
    }

    /** The frames that have come since the last look; whoever waits for that is told. */
    List<Frame> take() {
        List<Frame> taken;
        List<Runnable> told;
        synchronized (this) {
            taken = List.copyOf(queue);
            queue.clear();
            told = List.copyOf(drained);
            drained.clear();
        }
        told.forEach(Runnable::run);
        return taken;
    }

    /** The same, read. */
    List<Map<String, Object>> read() {
        return take().stream().map(FakeSocket::plain).toList();
    }

    @SuppressWarnings("unchecked")
    static Map<String, Object> plain(Frame frame) {
        return (Map<String, Object>) JsonTree.read(frame.json()).plain();
    }

    synchronized boolean waits() {
        return !queue.isEmpty() || !drained.isEmpty();
    }

    synchronized void shut() {
        open = false;
        drained.clear();
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public Purpose purpose() {
        return Purpose.LIVE;
    }

    @Override
    public boolean eventStream() {
        return false;
    }

    @Override
    public Principal principal() {
        return principal;
    }

    @Override
    public String network() {
        return "192.0.2.1";
    }

    @Override
    public Map<String, String> parameters() {
        return Map.of();
    }

    @Override
    public String lastEventId() {
        return null;
    }

    @Override
    public synchronized boolean offer(Frame frame) {
        if (!open || queue.size() >= queueMax) {
            return false;
        }
        return queue.add(frame);
    }

    @Override
    public synchronized void whenDrained(Runnable action) {
        if (open) {
            drained.add(action);
        }
    }

    @Override
    public void close(int code, String reason) {
        shut();
    }

    @Override
    public synchronized boolean isOpen() {
        return open;
    }
}
