// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.api.auth.Principal;
import io.lynchet.api.socket.ClientSocket;
import io.lynchet.api.socket.Frame;
import io.lynchet.json.JsonNode;
import io.lynchet.json.JsonTree;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A socket whose client takes as much as the test lets it. */
class FakeSocket implements ClientSocket {
    private final String id;
    private final boolean eventStream;
    private volatile Principal principal;
    private String offeredId;
    private String takenId;
    private final List<JsonNode.ObjectNode> taken = new ArrayList<>();
    private final List<Runnable> waiting = new ArrayList<>();
    private int room = Integer.MAX_VALUE;
    private boolean open = true;
    int closeCode;

    /** Where it comes from; the test may change it before it is used. */
    String network = "192.0.2.1";

    FakeSocket(String id, Principal principal) {
        this(id, principal, false);
    }

    FakeSocket(String id, Principal principal, boolean eventStream) {
        this.id = id;
        this.principal = principal;
        this.eventStream = eventStream;
    }

    void becomes(Principal other) {
        principal = other;
    }

    /** From now on only so many frames are taken. */
    synchronized void room(int frames) {
        room = frames;
    }

    /** The client has taken everything that was queued. */
    void drain(int roomAfterwards) {
        List<Runnable> actions;
        synchronized (this) {
            room = roomAfterwards;
            actions = List.copyOf(waiting);
            waiting.clear();
        }
        actions.forEach(Runnable::run);
    }

    @Override
    public synchronized boolean offer(Frame frame) {
        if (!open || room == 0) {
            return false;
        }
        room--;
        taken.add((JsonNode.ObjectNode) JsonTree.read(eventStream ? data(frame.event()) : frame.json()));
        return true;
    }

    /** As the parser of a browser does it. */
    private byte[] data(byte[] event) {
        String text = new String(event, StandardCharsets.UTF_8);
        assertThat(text).endsWith("\n\n");
        String data = null;
        for (String line : text.substring(0, text.length() - 2).split("\n")) {
            if (line.startsWith("id: ")) {
                offeredId = line.substring(4);
            } else {
                assertThat(line).startsWith("data: ");
                assertThat(data).as("one line of data").isNull();
                data = line.substring(6);
            }
        }
        assertThat(data).isNotNull();
        return data.getBytes(StandardCharsets.UTF_8);
    }

    /** What a browser sends as {@code Last-Event-ID} when it comes back; null before the first. */
    synchronized String eventId() {
        return takenId;
    }

    /** Frames since the last call. */
    synchronized List<JsonNode.ObjectNode> take() {
        List<JsonNode.ObjectNode> frames = List.copyOf(taken);
        taken.clear();
        takenId = offeredId;
        return frames;
    }

    @Override
    public void whenDrained(Runnable action) {
        synchronized (this) {
            if (room == 0) {
                waiting.add(action);
                return;
            }
        }
        action.run();
    }

    synchronized boolean isFull() {
        return room == 0;
    }

    synchronized boolean awaited() {
        return !waiting.isEmpty();
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
        return Map.of();
    }

    @Override
    public String lastEventId() {
        return null;
    }

    @Override
    public synchronized void close(int code, String reason) {
        open = false;
        closeCode = code;
    }

    @Override
    public synchronized boolean isOpen() {
        return open;
    }
}
