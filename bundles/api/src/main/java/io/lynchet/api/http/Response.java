// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.http;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** An answer, or the promise of one. Built and used by one thread at a time. */
public final class Response {
    private static final byte[] NOTHING = {};

    private final int status;
    private final String contentType;
    private final byte[] bytes;
    private final BodyWriter writer;
    private final CompletionStage<Response> stage;
    private final Upgrade upgrade;
    private List<Header> headers = List.of();
    private Runnable whenGone;

    /** One header line; name and value are printable ASCII without line breaks. */
    public record Header(String name, String value) {
        public Header {
            check(name);
            check(value);
        }

        private static void check(String text) {
            for (int i = 0; i < text.length(); i++) {
                char c = text.charAt(i);
                if (c < ' ' || c > '~') {
                    throw new IllegalArgumentException("character " + (int) c + " in a header");
                }
            }
        }
    }

    /**
     * What the connection becomes.
     *
     * @param handler told of everything that happens
     * @param subprotocol named to the client of a WebSocket, as the client offered it; null for none
     * @param messageBytesMax longest message that a WebSocket's client may send; beyond it the connection ends with 1009
     * @param webSocket or else an event stream
     */
    public record Upgrade(ChannelHandler handler, String subprotocol, int messageBytesMax, boolean webSocket) {}

    private Response(int status, String contentType, byte[] bytes, BodyWriter writer, CompletionStage<Response> stage) {
        this.status = status;
        this.contentType = contentType;
        this.bytes = bytes;
        this.writer = writer;
        this.stage = stage;
        this.upgrade = null;
    }

    private Response(int status, String contentType, Upgrade upgrade) {
        this.status = status;
        this.contentType = contentType;
        this.bytes = null;
        this.writer = null;
        this.stage = null;
        this.upgrade = upgrade;
    }

    /** @param body UTF-8 JSON, given away */
    public static Response json(int status, byte[] body) {
        return new Response(status, "application/json", body, null, null);
    }

    public static Response bytes(int status, String contentType, byte[] body) {
        return new Response(status, contentType, body, null, null);
    }

    public static Response empty(int status) {
        return new Response(status, null, NOTHING, null, null);
    }

    /** A body of unknown length. If the writer fails after its first byte, the connection is cut so that the client can tell. */
    public static Response stream(int status, String contentType, BodyWriter writer) {
        return new Response(status, contentType, null, writer, null);
    }

    /**
     * The answer follows when the stage completes, and no thread waits for it. A stage that fails is answered as if the route had thrown. The
     * answer is sent on the thread that completes the stage, so it must not be a {@link #stream} and not another promise.
     */
    public static Response later(CompletionStage<Response> stage) {
        return new Response(0, null, null, null, stage);
    }

    /**
     * The connection becomes a WebSocket; the route has made sure that the request asks for one. No thread is held while it is open, and the
     * route may go away meanwhile.
     */
    public static Response webSocket(ChannelHandler handler, String subprotocol, int messageBytesMax) {
        return new Response(101, null, new Upgrade(handler, subprotocol, messageBytesMax, true));
    }

    /** The body is a {@code text/event-stream} without an end, which the handler writes. No thread is held while it is open. */
    public static Response eventStream(ChannelHandler handler) {
        return new Response(200, "text/event-stream", new Upgrade(handler, null, 0, false));
    }

    public Response with(String name, String value) {
        return with(new Header(name, value));
    }

    /** Adds a header that many answers share. */
    public Response with(Header header) {
        if (headers.isEmpty()) {
            headers = new ArrayList<>(12);
        }
        headers.add(header);
        return this;
    }

    /** Runs it once the answer needs no memory any more. Called by the router; must not block. */
    public void whenGone(Runnable action) {
        whenGone = action;
    }

    /** The answer has been sent, or never will be. Called by the transport, for every answer that the router gave it; more than once is the same as once. */
    public void gone() {
        Runnable action = whenGone;
        whenGone = null;
        if (action != null) {
            action.run();
        }
    }

    /** What the answer comes from, or null when this is the answer itself. */
    public CompletionStage<Response> stage() {
        return stage;
    }

    /** What the connection becomes, or null when this is an ordinary answer. */
    public Upgrade upgrade() {
        return upgrade;
    }

    public int status() {
        return status;
    }

    /** Null when there is no body. */
    public String contentType() {
        return contentType;
    }

    /** The body, or null when {@link #writer()} makes it. */
    public byte[] bytes() {
        return bytes;
    }

    /** Makes the body, or null when {@link #bytes()} is it. */
    public BodyWriter writer() {
        return writer;
    }

    public List<Header> headers() {
        return headers;
    }
}
