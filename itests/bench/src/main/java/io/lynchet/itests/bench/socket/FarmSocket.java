// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.itests.bench.socket;

import io.lynchet.itests.bench.socket.SocketFarm.Ear;
import io.lynchet.itests.bench.socket.SocketFarm.Opening;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/** One WebSocket of a {@link SocketFarm}. Answers pings unless it is paused. Its public face is for any thread. */
public final class FarmSocket {
    private static final int CONTINUATION = 0;
    private static final int TEXT = 1;
    private static final int CLOSE = 8;
    private static final int PING = 9;
    private static final int PONG = 10;
    private static final byte[] MASK = {0x12, (byte) 0x9a, 0x5c, 0x01};

    final Opening opening;
    private final SocketFarm farm;
    private final Ear ear;
    private final Deque<ByteBuffer> out = new ArrayDeque<>();
    private SocketChannel channel;
    private SelectionKey key;
    private final ByteArrayOutputStream message = new ByteArrayOutputStream();
    private byte[] unread = new byte[0];
    private int unreadLength;
    private boolean upgraded;
    private boolean paused;
    private boolean ended;
    private int closeCode = 1006;

    FarmSocket(SocketFarm farm, Opening opening, Ear ear) {
        this.farm = farm;
        this.opening = opening;
        this.ear = ear;
    }

    /** Sends a text frame soon. */
    public void send(String text) {
        farm.later(() -> write(frame(TEXT, text.getBytes(StandardCharsets.UTF_8))));
    }

    /** Reads nothing more. */
    public void pause() {
        farm.later(() -> {
            paused = true;
            interest();
        });
    }

    /** Reads again. */
    public void resume() {
        farm.later(() -> {
            paused = false;
            interest();
        });
    }

    /** Ends the connection without a word; {@link Ear#closed} is told. */
    public void drop() {
        farm.later(() -> ended(1006));
    }

    void connecting(SocketChannel made, SelectionKey itsKey) {
        channel = made;
        key = itsKey;
    }

    void connected() throws IOException {
        channel.finishConnect();
        String token = opening.token() == null ? "" : "Authorization: Bearer " + opening.token() + "\r\n";
        String head = "GET " + opening.path() + " HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n" + token + "\r\n";
        write(head.getBytes(StandardCharsets.ISO_8859_1));
    }

    private void write(byte[] bytes) {
        if (!ended && channel != null) {
            out.add(ByteBuffer.wrap(bytes));
            interest();
        }
    }

    private void interest() {
        if (!ended && key != null && key.isValid()) {
            key.interestOps((paused ? 0 : SelectionKey.OP_READ) | (out.isEmpty() ? 0 : SelectionKey.OP_WRITE));
        }
    }

    void flush() throws IOException {
        while (!out.isEmpty()) {
            channel.write(out.peek());
            if (out.peek().hasRemaining()) {
                break;
            }
            out.remove();
        }
        interest();
    }

    /** @param buffer shared by all sockets, empty between two of them, with an array behind it */
    void read(ByteBuffer buffer) throws IOException {
        buffer.clear().put(unread, 0, unreadLength);
        if (channel.read(buffer) < 0) {
            ended(closeCode);
            return;
        }
        buffer.flip();
        if (upgraded || upgrade(buffer)) {
            while (!ended && takeFrame(buffer)) {}
        }
        keep(buffer);
    }

    private void keep(ByteBuffer rest) {
        unreadLength = rest.remaining();
        if (unreadLength == rest.capacity()) {
            throw new IllegalStateException("a frame of more than " + rest.capacity() + " bytes");
        }
        if (unreadLength > unread.length || unreadLength == 0 && unread.length > 0) {
            unread = new byte[unreadLength];
        }
        rest.get(unread, 0, unreadLength);
    }

    private boolean upgrade(ByteBuffer bytes) {
        String head = StandardCharsets.ISO_8859_1.decode(bytes.duplicate()).toString();
        int end = head.indexOf("\r\n\r\n");
        if (end < 0) {
            return false;
        }
        int status = Integer.parseInt(head.substring(9, 12));
        if (status != 101) {
            ended(-status);
            return false;
        }
        bytes.position(end + 4);
        upgraded = true;
        ear.opened(this);
        return true;
    }

    /** False when the frame has not come to its end. */
    private boolean takeFrame(ByteBuffer bytes) {
        int start = bytes.position();
        long length = bytes.remaining() < 2 ? Long.MAX_VALUE : length(bytes);
        if (length > bytes.remaining()) {
            bytes.position(start);
            return false;
        }
        ByteBuffer payload = bytes.slice(bytes.position(), (int) length);
        bytes.position(bytes.position() + (int) length);
        take(bytes.get(start), payload);
        return true;
    }

    /** {@code Long.MAX_VALUE} when it has not come whole. */
    private static long length(ByteBuffer bytes) {
        bytes.get();
        int length = bytes.get();
        int more = length == 126 ? 2 : length == 127 ? 8 : 0;
        if (bytes.remaining() < more) {
            return Long.MAX_VALUE;
        }
        return more == 2 ? bytes.getShort() & 0xFFFF : more == 8 ? bytes.getLong() : length;
    }

    private void take(int first, ByteBuffer payload) {
        boolean last = (first & 0x80) != 0;
        switch (first & 0x0F) {
            case TEXT, CONTINUATION -> {
                if (last && message.size() == 0) {
                    ear.text(payload);
                    return;
                }
                message.write(payload.array(), payload.arrayOffset(), payload.remaining());
                if (last) {
                    byte[] whole = message.toByteArray();
                    message.reset();
                    ear.text(ByteBuffer.wrap(whole));
                }
            }
            case PING -> write(frame(PONG, bytes(payload)));
            case CLOSE -> {
                byte[] reason = bytes(payload);
                closeCode = reason.length < 2 ? 1005 : ByteBuffer.wrap(reason).getShort() & 0xFFFF;
                write(frame(CLOSE, Arrays.copyOf(reason, Math.min(2, reason.length))));
            }
            default -> {}
        }
    }

    private static byte[] bytes(ByteBuffer payload) {
        byte[] copy = new byte[payload.remaining()];
        payload.get(copy);
        return copy;
    }

    private static int headBytes(int length) {
        return length < 126 ? 2 : length < 65536 ? 4 : 10;
    }

    private static byte[] frame(int opCode, byte[] payload) {
        ByteBuffer out = ByteBuffer.allocate(headBytes(payload.length) + MASK.length + payload.length);
        out.put((byte) (0x80 | opCode));
        switch (headBytes(payload.length)) {
            case 2 -> out.put((byte) (0x80 | payload.length));
            case 4 -> out.put((byte) (0x80 | 126)).putShort((short) payload.length);
            default -> out.put((byte) (0x80 | 127)).putLong(payload.length);
        }
        out.put(MASK);
        for (int i = 0; i < payload.length; i++) {
            out.put((byte) (payload[i] ^ MASK[i % MASK.length]));
        }
        return out.array();
    }

    void ended(int code) {
        if (ended) {
            return;
        }
        ended = true;
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        ear.closed(code);
    }
}
