// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.testkit.socket;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.api.principal.Principal;
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

/**
 * A socket whose client takes frames when the test says so. Thread-safe; whoever waits for an empty queue is told on
 * the thread that empties it.
 */
public class FakeSocket implements ClientSocket {
    private static final AtomicInteger MADE = new AtomicInteger();
    private static final int UNLIMITED = Integer.MAX_VALUE;

    private final String id = "socket-" + MADE.incrementAndGet();
    private final int queueMax;
    private final boolean queued;
    private final Map<String, String> parameters = new ConcurrentHashMap<>();
    private final List<Frame> frames = new ArrayList<>();
    private final List<Runnable> waiting = new ArrayList<>();
    private volatile Principal principal;
    private Purpose purpose = Purpose.LIVE;
    private boolean eventStream;
    private String lastEventId;
    private String takenEventId;
    private String network = "192.0.2.1";
    private int room;
    private boolean open = true;
    private volatile int closeCode;

    /** Creates a socket that takes every frame at once, until {@link #takeOnly}. */
    public FakeSocket(Principal principal) {
        this(principal, UNLIMITED, false);
    }

    /** Creates a socket with a queue, which the client empties by {@link #take} and {@link #read}. */
    public FakeSocket(Principal principal, int queueMax) {
        this(principal, queueMax, true);
    }

    private FakeSocket(Principal principal, int queueMax, boolean queued) {
        this.principal = principal;
        this.queueMax = queueMax;
        this.queued = queued;
        room = queueMax;
    }

    public FakeSocket with(String parameter, String value) {
        parameters.put(parameter, value);
        return this;
    }

    public FakeSocket purpose(Purpose value) {
        purpose = value;
        return this;
    }

    public FakeSocket network(String value) {
        network = value;
        return this;
    }

    public FakeSocket asEventStream() {
        eventStream = true;
        return this;
    }

    /** Makes it an event stream whose client has come back with this id. */
    public FakeSocket lastEventId(String value) {
        lastEventId = value;
        return asEventStream();
    }

    /** Changes the principal. The caller tells those who have to know. */
    public void become(Principal next) {
        principal = next;
    }

    /** Takes so many frames more, and then none until {@link #drain}. */
    public synchronized void takeOnly(int more) {
        room = more;
    }

    /** Takes everything again, and tells those who wait for that. */
    public void drain() {
        emptied().forEach(Runnable::run);
    }

    /** Returns the frames since the last call. With a queue, it is empty then, and those who wait for that are told. */
    public List<Frame> take() {
        List<Frame> taken;
        List<Runnable> told;
        synchronized (this) {
            taken = List.copyOf(frames);
            frames.clear();
            told = queued ? emptied() : List.of();
            for (Frame frame : taken) {
                String event = eventStream ? eventId(frame) : null;
                takenEventId = event == null ? takenEventId : event;
            }
        }
        told.forEach(Runnable::run);
        return taken;
    }

    private synchronized List<Runnable> emptied() {
        room = queueMax;
        List<Runnable> told = List.copyOf(waiting);
        waiting.clear();
        return told;
    }

    /** Returns the frames since the last call as JSON, as {@link #take} does. */
    public List<Map<String, Object>> read() {
        return take().stream().map(frame -> plain(text(frame))).toList();
    }

    /** Waits until so many frames are there, and returns all. */
    public List<Map<String, Object>> await(int count) {
        Await.until(count + " frames", () -> frames().size() >= count);
        return read();
    }

    /** Returns the frames that have not been taken yet, and leaves them. */
    public synchronized List<Frame> frames() {
        return List.copyOf(frames);
    }

    public static Map<String, Object> plain(Frame frame) {
        return plain(frame.json());
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> plain(byte[] json) {
        return (Map<String, Object>) JsonTree.read(json).plain();
    }

    /** Returns the JSON of a frame as the client gets it; of an event, as the parser of a browser does it. */
    public byte[] text(Frame frame) {
        if (!eventStream) {
            return frame.json();
        }
        String event = new String(frame.event(), StandardCharsets.UTF_8);
        assertThat(event).endsWith("\n\n");
        String data = null;
        for (String line : event.substring(0, event.length() - 2).split("\n")) {
            if (!line.startsWith("id: ")) {
                assertThat(line).startsWith("data: ");
                assertThat(data).as("one line of data").isNull();
                data = line.substring(6);
            }
        }
        assertThat(data).isNotNull();
        return data.getBytes(StandardCharsets.UTF_8);
    }

    /** Returns the id of a frame as an event, or null. */
    public static String eventId(Frame frame) {
        String event = new String(frame.event(), StandardCharsets.UTF_8);
        return event.startsWith("id: ") ? event.substring(4, event.indexOf('\n')) : null;
    }

    /** Returns what a browser sends as {@code Last-Event-ID} when it comes back; null before the first event. */
    public synchronized String takenEventId() {
        return takenEventId;
    }

    /** Returns whether it takes no frame before {@link #drain}. */
    public synchronized boolean isFull() {
        return room == 0;
    }

    /** Returns whether somebody waits for {@link #drain}. */
    public synchronized boolean isWaitedFor() {
        return !waiting.isEmpty();
    }

    /** Returns whether there are frames to take, or somebody waits for {@link #drain}. */
    public synchronized boolean hasMore() {
        return !frames.isEmpty() || !waiting.isEmpty();
    }

    /** Returns the code of {@link #close(int, String)}, or 0. */
    public int closeCode() {
        return closeCode;
    }

    /** Ends it as a client does that goes. */
    public synchronized void shut() {
        open = false;
        waiting.clear();
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
        return eventStream;
    }

    @Override
    public Principal principal() {
        return principal;
    }

    @Override
    public String network() {
        return network;
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
        if (!open || room == 0) {
            return false;
        }
        room -= room == UNLIMITED ? 0 : 1;
        return frames.add(frame);
    }

    @Override
    public void whenDrained(Runnable action) {
        synchronized (this) {
            if (!open) {
                return;
            }
            if (queued || room == 0) {
                waiting.add(action);
                return;
            }
        }
        action.run();
    }

    @Override
    public void close(int code, String reason) {
        closeCode = code;
        shut();
    }

    @Override
    public synchronized boolean isOpen() {
        return open;
    }
}
