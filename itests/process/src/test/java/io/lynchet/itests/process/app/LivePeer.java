// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.itests.process.app;

import io.lynchet.json.JsonNode;
import io.lynchet.json.JsonTree;
import io.lynchet.testkit.Await;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** One person at a WebSocket, with a client that is not ours. Keeps all that was heard. */
public final class LivePeer implements WebSocket.Listener, AutoCloseable {
    public final List<String> heard = new CopyOnWriteArrayList<>();
    public final List<LiveReplica> replicas = new CopyOnWriteArrayList<>();
    private final StringBuilder part = new StringBuilder();
    private WebSocket socket;
    private volatile int closeCode;

    private LivePeer() {}

    /** Opens one at {@code /api/live}; a refusal comes as {@link java.net.http.WebSocketHandshakeException}. */
    public static LivePeer open(URI server, Consumer<WebSocket.Builder> more) {
        return open(server, "/api/live", more);
    }

    /** The same at another path. */
    public static LivePeer open(URI server, String path, Consumer<WebSocket.Builder> more) {
        LivePeer peer = new LivePeer();
        WebSocket.Builder builder = HttpClient.newHttpClient().newWebSocketBuilder();
        more.accept(builder);
        URI socket = URI.create("ws://" + server.getHost() + ":" + server.getPort() + path);
        try {
            peer.socket = builder.buildAsync(socket, peer).get();
        } catch (java.util.concurrent.ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
        return peer;
    }

    public static LivePeer open(URI server, String token) {
        return open(server, builder -> {
            if (token != null) {
                builder.header("Authorization", "Bearer " + token);
            }
        });
    }

    public String subprotocol() {
        return socket.getSubprotocol();
    }

    public void send(String frame) {
        Await.value(socket.sendText(frame, true));
    }

    /** A live query that has its first frame. */
    public LiveReplica subscribe(String id, String query) {
        LiveReplica replica = new LiveReplica(id, query);
        replicas.add(replica);
        send(replica.subscribe());
        Await.until("an answer to " + query, () -> !replica.types().isEmpty());
        return replica;
    }

    /** Waits until everything about changes up to there has come. */
    public void reach(long seq) {
        Await.until("a pong of " + seq, () -> {
            int before = heard.size();
            send("{\"type\":\"ping\"}");
            String pong = await("pong", before);
            return (Long) member(pong, "seq") >= seq;
        });
    }

    private String await(String type, int from) {
        String start = "{\"type\":\"" + type + "\"";
        return awaitText("a " + type, from, text -> text.startsWith(start));
    }

    /** The first text from a place on that is so. */
    public String awaitText(String what, int from, Predicate<String> wanted) {
        Await.until(
                what + " of " + heard.size() + " texts from " + from,
                () -> heard.stream().skip(from).anyMatch(wanted));
        return heard.stream().skip(from).filter(wanted).findFirst().orElseThrow();
    }

    public static Object member(String frame, String name) {
        return node(frame).get(name).plain();
    }

    public static JsonNode.ObjectNode node(String frame) {
        return (JsonNode.ObjectNode) JsonTree.read(frame.getBytes(StandardCharsets.UTF_8));
    }

    /** 0 while it is open. */
    public int closeCode() {
        return closeCode;
    }

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        part.append(data);
        if (last) {
            String text = part.toString();
            part.setLength(0);
            // Before the replicas show it, for tests that wait there and then look here.
            heard.add(text);
            if (!replicas.isEmpty()) {
                JsonNode.ObjectNode frame = node(text);
                replicas.forEach(replica -> replica.take(frame));
            }
        }
        from.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
        closeCode = code;
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
        closeCode = 1006;
    }

    @Override
    public void close() {
        socket.abort();
    }
}
