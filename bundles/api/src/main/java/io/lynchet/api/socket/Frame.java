// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.socket;

import java.nio.charset.StandardCharsets;

/**
 * One message to clients, created once and sent to many. All WebSockets share the same bytes. All event streams share
 * another copy, created on first use. Safe to share between threads.
 */
public final class Frame {
    private static final byte[] DATA = "data: ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] END = "\n\n".getBytes(StandardCharsets.US_ASCII);

    private final byte[] json;
    private final String eventId;
    private volatile byte[] event;

    private Frame(byte[] json, String eventId) {
        this.json = json;
        this.eventId = eventId;
    }

    /**
     * Creates a frame.
     *
     * @param json a JSON value in UTF-8 without line breaks; the caller must not change it afterwards
     * @param eventId the cursor from which a client of an event stream resumes after this frame ({@code id:} and
     *     {@code Last-Event-ID}), printable ASCII; null when this frame moves no cursor
     */
    public static Frame of(byte[] json, String eventId) {
        return new Frame(json, eventId);
    }

    /** Creates a frame that moves no cursor. */
    public static Frame of(byte[] json) {
        return new Frame(json, null);
    }

    /** Returns the message for a WebSocket; must not be changed. */
    public byte[] json() {
        return json;
    }

    /** Returns the event for an event stream; must not be changed. */
    public byte[] event() {
        byte[] made = event;
        if (made == null) {
            made = encodeEvent();
            event = made;
        }
        return made;
    }

    private byte[] encodeEvent() {
        byte[] id = eventId == null ? new byte[0] : ("id: " + eventId + "\n").getBytes(StandardCharsets.US_ASCII);
        byte[] all = new byte[id.length + DATA.length + json.length + END.length];
        System.arraycopy(id, 0, all, 0, id.length);
        System.arraycopy(DATA, 0, all, id.length, DATA.length);
        System.arraycopy(json, 0, all, id.length + DATA.length, json.length);
        System.arraycopy(END, 0, all, all.length - END.length, END.length);
        return all;
    }
}
