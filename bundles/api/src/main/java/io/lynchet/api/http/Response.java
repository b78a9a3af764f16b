// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.http;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * An answer, or the promise of one. Built by one thread. A route may keep one that it has finished and answer it again and again: the router
 * adds what it has to say to a copy.
 *
 * <p>What leads a client astray is not sent but answered with 500, and the log names the route: a status outside of 200 to 599, a body with
 * 204, 205 or 304, a body without a well-formed content type, headers of more than 8,192 bytes, and the headers of the transport ({@code
 * Content-Length}, {@code Transfer-Encoding}, {@code Date} and the like). Of {@code Connection} a route may say {@code close}, which is done.
 */
public final class Response {
    private static final byte[] NOTHING = {};

    private final int status;
    private final String contentType;
    private final byte[] bytes;
    private final BodyWriter writer;
    private final CompletionStage<Response> stage;
    private final Upgrade upgrade;
    private final long length;
    private List<Header> headers = List.of();
    private boolean closing;
    private Runnable whenGone;

    /** One header line: the name is a token of RFC 9110, the value printable ASCII without line breaks. */
    public record Header(String name, String value) {
        public Header {
            checkToken(name);
            check(value);
        }

        private static void checkToken(String name) {
            if (name.isEmpty()) {
                throw new IllegalArgumentException("a header without a name");
            }
            for (int i = 0; i < name.length(); i++) {
                char c = name.charAt(i);
                boolean plain = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
                if (!plain && "-_.!#$%&'*+^`|~".indexOf(c) < 0) {
                    throw new IllegalArgumentException("character " + (int) c + " in the name of a header");
                }
            }
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

    /** Whole. */
    private Response(int status, String contentType, byte[] bytes) {
        this.status = status;
        this.contentType = contentType;
        this.bytes = bytes;
        this.writer = null;
        this.length = bytes.length;
        this.stage = null;
        this.upgrade = null;
    }

    /** Streamed. */
    private Response(int status, String contentType, BodyWriter writer, long length) {
        this.status = status;
        this.contentType = contentType;
        this.bytes = null;
        this.writer = writer;
        this.length = length;
        this.stage = null;
        this.upgrade = null;
    }

    private Response(CompletionStage<Response> stage) {
        this.status = 0;
        this.contentType = null;
        this.bytes = null;
        this.writer = null;
        this.length = -1;
        this.stage = stage;
        this.upgrade = null;
    }

    private Response(int status, String contentType, Upgrade upgrade) {
        this.status = status;
        this.contentType = contentType;
        this.bytes = null;
        this.writer = null;
        this.length = -1;
        this.stage = null;
        this.upgrade = upgrade;
    }

    /** @param body UTF-8 JSON, given away */
    public static Response json(int status, byte[] body) {
        return new Response(status, "application/json", body);
    }

    public static Response bytes(int status, String contentType, byte[] body) {
        return new Response(status, contentType, body);
    }

    public static Response empty(int status) {
        return new Response(status, null, NOTHING);
    }

    /** A body of unknown length. If the writer fails after its first byte, the connection is cut so that the client can tell. */
    public static Response stream(int status, String contentType, BodyWriter writer) {
        return new Response(status, contentType, writer, -1);
    }

    /** A body of that many bytes, which the client is told; if the writer writes more or fewer, the connection is cut. */
    public static Response stream(int status, String contentType, long length, BodyWriter writer) {
        return new Response(status, contentType, writer, length);
    }

    /**
     * The answer follows when the stage completes, and no thread waits for it. A stage that fails is answered as if the route had thrown. The
     * answer is sent on the thread that completes the stage, so it must not be a {@link #stream} and not another promise.
     */
    public static Response later(CompletionStage<Response> stage) {
        return new Response(stage);
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

    /** Adds a header that many answers share. {@code Connection: close} is kept as {@link #closes}. */
    public Response with(Header header) {
        if (header.name().equalsIgnoreCase("Connection") && header.value().equalsIgnoreCase("close")) {
            closing = true;
            return this;
        }
        if (headers.isEmpty()) {
            headers = new ArrayList<>(12);
        }
        headers.add(header);
        return this;
    }

    /** The same answer, with a list of headers that is its own. */
    public Response copy() {
        if (upgrade != null) {
            return headedLike(new Response(status, contentType, upgrade));
        }
        return headedLike(
                bytes == null
                        ? new Response(status, contentType, writer, length)
                        : new Response(status, contentType, bytes));
    }

    /** The same answer with a streamed body; -1 for an unknown length. */
    public Response withBody(long newLength, BodyWriter newWriter) {
        return headedLike(new Response(status, contentType, newWriter, newLength));
    }

    private Response headedLike(Response copied) {
        if (!headers.isEmpty()) {
            copied.headers = new ArrayList<>(headers.size() + 12);
            copied.headers.addAll(headers);
        }
        copied.closing = closing;
        return copied;
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

    /** Of the body, in bytes; -1 when only its writer knows. */
    public long length() {
        return length;
    }

    /** Whether the connection ends behind this answer. */
    public boolean closes() {
        return closing;
    }

    public List<Header> headers() {
        return headers;
    }
}
