// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.sync;

import io.lynchet.api.auth.Principal;
import io.lynchet.api.socket.ClientSocket;
import io.lynchet.api.socket.Frame;
import io.lynchet.json.JsonTree;
import io.lynchet.testkit.Await;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A socket whose client reads when it is told to. */
final class FakeSocket implements ClientSocket {
    private static final AtomicInteger IDS = new AtomicInteger();

    private final String id = "s" + IDS.incrementAndGet();
    private final Map<String, String> parameters = new ConcurrentHashMap<>();
    private final List<Frame> frames = new ArrayList<>();
    private final List<Runnable> waiting = new ArrayList<>();
    private volatile Principal principal;
    private String lastEventId;
    private Purpose purpose = Purpose.SYNC;
    private int room = Integer.MAX_VALUE;
    private volatile int closeCode;

    FakeSocket(Principal principal) {
        this.principal = principal;
    }

    FakeSocket with(String parameter, String value) {
        parameters.put(parameter, value);
        return this;
    }

    FakeSocket lastEventId(String value) {
        lastEventId = value;
        return this;
    }

    FakeSocket purpose(Purpose value) {
        purpose = value;
        return this;
    }

    void become(Principal next) {
        principal = next;
    }

    /** Takes so many frames more and then none. */
    synchronized void takeOnly(int more) {
        room = more;
    }

    /** Takes everything again, and tells those who wait for that. */
    void drain() {
        List<Runnable> told;
        synchronized (this) {
            room = Integer.MAX_VALUE;
            told = List.copyOf(waiting);
            waiting.clear();
        }
        told.forEach(Runnable::run);
    }

    /** The frames that have not been taken yet. */
    synchronized List<Map<String, Object>> take() {
        List<Map<String, Object>> all = frames.stream().map(FakeSocket::plain).toList();
        frames.clear();
        return all;
    }

    synchronized List<Frame> frames() {
        return List.copyOf(frames);
    }

    @SuppressWarnings("unchecked")
    static Map<String, Object> plain(Frame frame) {
        return (Map<String, Object>) JsonTree.read(frame.json()).plain();
    }

    /** The SSE id of a frame, or null. */
    static String eventId(Frame frame) {
        String text = new String(frame.event(), StandardCharsets.UTF_8);
        return text.startsWith("id: ") ? text.substring(4, text.indexOf('\n')) : null;
    }

    /** Waits until so many frames are there, and takes all. */
    List<Map<String, Object>> await(int count) {
        Await.until(count + " frames", () -> frames().size() >= count);
        return take();
    }

    int closeCode() {
        return closeCode;
    }

    synchronized boolean isWaitedFor() {
        return !waiting.isEmpty();
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public Purpose purpose() {
        return purpose;
    }

    @Override
    public boolean eventStream() {
        return lastEventId != null;
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
        return parameters;
    }

    @Override
    public String lastEventId() {
        return lastEventId;
    }

    @Override
    public synchronized boolean offer(Frame frame) {
        if (closeCode != 0 || room == 0) {
            return false;
        }
        room -= room == Integer.MAX_VALUE ? 0 : 1;
        frames.add(frame);
        return true;
    }

    @Override
    public void whenDrained(Runnable action) {
        synchronized (this) {
            if (room < Integer.MAX_VALUE) {
                waiting.add(action);
                return;
            }
        }
        action.run();
    }

    @Override
    public void close(int code, String reason) {
        closeCode = code;
    }

    @Override
    public boolean isOpen() {
        return closeCode == 0;
    }
}
