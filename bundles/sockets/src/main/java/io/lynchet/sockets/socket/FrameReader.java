// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.sockets.socket;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.Problem;
import io.lynchet.api.data.ChangeFeed;
import io.lynchet.api.lease.Gate;
import io.lynchet.api.loop.Vitals;
import io.lynchet.api.socket.CloseCode;
import io.lynchet.api.socket.Frame;
import io.lynchet.json.BodyObject;
import io.lynchet.json.ErrorBody;
import io.lynchet.json.JsonNode;
import io.lynchet.json.JsonTree;
import io.lynchet.json.JsonWriter;
import io.lynchet.sockets.request.EventStreamQuery;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The reader of clients' messages. A message is a ping, a frame for a handler, or an error. Thread-safe. */
public final class FrameReader {
    /** The most errors at once before a client is given up; one more is allowed each second. */
    public static final int BAD_FRAMES_MAX = 100;

    /** The length up to which ids and room names are repeated in an error. */
    public static final int NAME_CHARS_MAX = 200;

    private static final Logger log = LoggerFactory.getLogger(FrameReader.class);
    private static final int SERVER_ERRORS = 500;
    private static final Set<String> PING_KEYS = Set.of("type");

    private final HandlerTable handlers;
    private final Gate<ChangeFeed> feed;

    public FrameReader(HandlerTable handlers, Gate<ChangeFeed> feed) {
        this.handlers = handlers;
        this.feed = feed;
    }

    HandlerTable handlers() {
        return handlers;
    }

    /** Handles a message; may block. */
    void read(ConnectedSocket socket, byte[] text) {
        JsonNode.ObjectNode frame = null;
        try {
            frame = object(JsonTree.read(text));
            String type = type(frame);
            if (type.equals("ping")) {
                new BodyObject(frame, PING_KEYS).throwIfAny();
                socket.conversation().pong(feed.call(ChangeFeed::head));
            } else {
                socket.conversation().frame(type, text);
            }
        } catch (LynchetException e) {
            refuse(socket, frame, e);
        } catch (RuntimeException | Error e) {
            Vitals.suffered(e);
            fail(socket, e);
        }
    }

    /** Handles the first frame of an event stream; an error in it ends the stream. */
    void readFirst(ConnectedSocket socket, byte[] frame) {
        try {
            socket.conversation().frame(EventStreamQuery.TYPE, frame);
        } catch (LynchetException e) {
            report(socket, e);
            JsonWriter json = begin();
            json.name("id").value(EventStreamQuery.ID);
            socket.offer(end(json, e));
            socket.close(CloseCode.NORMAL, e.code().name());
        } catch (RuntimeException | Error e) {
            Vitals.suffered(e);
            fail(socket, e);
        }
    }

    private static JsonNode.ObjectNode object(JsonNode node) {
        if (node instanceof JsonNode.ObjectNode frame) {
            return frame;
        }
        throw problem("$", "A frame must be an object, this is " + node.kind() + ".");
    }

    private static String type(JsonNode.ObjectNode frame) {
        if (frame.get("type") instanceof JsonNode.StringNode type) {
            return type.value();
        }
        throw problem("$.type", "A frame must have a \"type\", a string.");
    }

    private static LynchetException problem(String path, String message) {
        return LynchetException.invalid(List.of(new Problem(path, ErrorCode.INVALID_DATA, message)));
    }

    /**
     * Sends an error.
     *
     * @param frame the refused frame, or null when the message is none
     */
    private static void refuse(ConnectedSocket socket, JsonNode.ObjectNode frame, LynchetException error) {
        report(socket, error);
        JsonWriter json = begin();
        if (frame != null) {
            repeat(frame, error, json);
        }
        if (!socket.offer(end(json, error))) {
            socket.close(CloseCode.TRY_LATER, "a response could not be queued");
        }
        if (error.code().status() < SERVER_ERRORS && socket.isTooBad()) {
            socket.close(CloseCode.TOO_MANY_ERRORS, "too many bad frames");
        }
    }

    /**
     * Writes the members that tell the client which frame is meant. Older clients of rooms look for the code beside the
     * room.
     */
    private static void repeat(JsonNode.ObjectNode frame, LynchetException error, JsonWriter json) {
        JsonNode id = frame.get("id");
        if (id instanceof JsonNode.NumberNode || isShort(id)) {
            json.name("id").node(id);
        }
        JsonNode room = frame.get("room");
        if (isShort(room)) {
            json.name("room").node(room).name("code").value(error.code().name());
        }
    }

    private static boolean isShort(JsonNode node) {
        return node instanceof JsonNode.StringNode text && text.value().length() <= NAME_CHARS_MAX;
    }

    private static JsonWriter begin() {
        return new JsonWriter(256).beginObject().name("type").value("error");
    }

    private static Frame end(JsonWriter json, LynchetException error) {
        OptionalInt retry = error.retryAfterSeconds();
        // The general hints of these codes name a header, which frames don't have.
        String hint = retry.isPresent()
                ? "Send it again in " + retry.getAsInt() + " s."
                : error.code().hint();
        json.name("error").beginObject().name("code").value(error.code().name());
        json.name("message").value(String.valueOf(error.getMessage()));
        if (hint != null) {
            json.name("hint").value(hint);
        }
        return Frame.of(ErrorBody.details(json, error).endObject().endObject().toBytes());
    }

    private static void report(ConnectedSocket socket, LynchetException error) {
        if (error.code().status() >= SERVER_ERRORS && error.code() != ErrorCode.UNAVAILABLE) {
            log.warn("a frame of socket {} failed with {}", socket.id(), error.code(), error);
        }
    }

    private static void fail(ConnectedSocket socket, Throwable failure) {
        log.error("a frame of socket {} failed", socket.id(), failure);
        socket.close(CloseCode.FAILED, "the server failed");
    }
}
