// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.http;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * A response, or a promise of one. One thread builds it. A route may keep a finished response and return it again and
 * again: the router adds its headers to a copy.
 *
 * <p>A response that would mislead a client becomes a 500, and the log names the route. Such are: a status outside of
 * 200 to 599; a body with 204, 205 or 304; a body without a well-formed content type; headers of more than 8,192 bytes;
 * and headers that the transport sets ({@code Content-Length}, {@code Transfer-Encoding}, {@code Date} and the like). A
 * route may set {@code Connection: close}, which closes the connection.
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

    /** One header line. The name is a token of RFC 9110, the value printable ASCII without line breaks. */
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
     * An upgrade of the connection to a channel.
     *
     * @param handler the receiver of all events of the channel
     * @param subprotocol the subprotocol of a WebSocket, one that the client offered; null for none
     * @param messageBytesMax the longest message that a WebSocket's client may send; a longer one ends the connection
     *     with 1009
     * @param webSocket true for a WebSocket, false for an event stream
     */
    public record Upgrade(ChannelHandler handler, String subprotocol, int messageBytesMax, boolean webSocket) {}

    /** Creates a response with a complete body. */
    private Response(int status, String contentType, byte[] bytes) {
        this.status = status;
        this.contentType = contentType;
        this.bytes = bytes;
        this.writer = null;
        this.length = bytes.length;
        this.stage = null;
        this.upgrade = null;
    }

    /** Creates a response with a streamed body. */
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

    /**
     * Returns a JSON response.
     *
     * @param body UTF-8 JSON; the caller must not change it afterwards
     */
    public static Response json(int status, byte[] body) {
        return new Response(status, "application/json", body);
    }

    public static Response bytes(int status, String contentType, byte[] body) {
        return new Response(status, contentType, body);
    }

    public static Response empty(int status) {
        return new Response(status, null, NOTHING);
    }

    /**
     * Returns a response with a body of unknown length. If the writer fails after its first byte, the connection is
     * cut, so that the client notices.
     */
    public static Response stream(int status, String contentType, BodyWriter writer) {
        return new Response(status, contentType, writer, -1);
    }

    /**
     * Returns a response with a body of a length that the client is told. If the writer writes more or fewer bytes, the
     * connection is cut.
     */
    public static Response stream(int status, String contentType, long length, BodyWriter writer) {
        return new Response(status, contentType, writer, length);
    }

    /**
     * Returns a promise of a response, which follows when the stage completes; no thread waits for it. A failure of the
     * stage is handled as if the route had thrown it. The response is sent on the thread that completes the stage,
     * which does not wait for the client, so it must be neither a {@link #stream} nor another promise.
     */
    public static Response later(CompletionStage<Response> stage) {
        return new Response(stage);
    }

    /**
     * Returns an upgrade to a WebSocket. The route has checked that the request asks for one. An open WebSocket holds
     * no thread, and the route may go away meanwhile.
     */
    public static Response webSocket(ChannelHandler handler, String subprotocol, int messageBytesMax) {
        return new Response(101, null, new Upgrade(handler, subprotocol, messageBytesMax, true));
    }

    /** Returns an endless {@code text/event-stream} whose body the handler writes. An open stream holds no thread. */
    public static Response eventStream(ChannelHandler handler) {
        return new Response(200, "text/event-stream", new Upgrade(handler, null, 0, false));
    }

    public Response with(String name, String value) {
        return with(new Header(name, value));
    }

    /** Adds a header that many responses share. {@code Connection: close} is kept as {@link #closes}. */
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

    /** Returns the same response with a list of headers of its own. */
    public Response copy() {
        if (upgrade != null) {
            return headedLike(new Response(status, contentType, upgrade));
        }
        return headedLike(
                bytes == null
                        ? new Response(status, contentType, writer, length)
                        : new Response(status, contentType, bytes));
    }

    /** Returns the same response with a streamed body; -1 for an unknown length. */
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

    /**
     * Sets an action that runs once the response needs no memory any more. The router calls it. The action must not
     * block.
     */
    public void whenGone(Runnable action) {
        whenGone = action;
    }

    /**
     * Tells that the response has been sent, or never will be. The transport calls it for every response of the router;
     * calling it again does nothing.
     */
    public void gone() {
        Runnable action = whenGone;
        whenGone = null;
        if (action != null) {
            action.run();
        }
    }

    /** Returns the stage of a promised response, or null when this is the response itself. */
    public CompletionStage<Response> stage() {
        return stage;
    }

    /** Returns the upgrade of the connection, or null for an ordinary response. */
    public Upgrade upgrade() {
        return upgrade;
    }

    public int status() {
        return status;
    }

    /** Returns the content type, or null when there is no body. */
    public String contentType() {
        return contentType;
    }

    /** Returns the body, or null when {@link #writer()} writes it. */
    public byte[] bytes() {
        return bytes;
    }

    /** Returns the writer of the body, or null when {@link #bytes()} is the body. */
    public BodyWriter writer() {
        return writer;
    }

    /** Returns the length of the body in bytes; -1 when only its writer knows. */
    public long length() {
        return length;
    }

    /** Returns whether the connection closes after this response. */
    public boolean closes() {
        return closing;
    }

    public List<Header> headers() {
        return headers;
    }
}
