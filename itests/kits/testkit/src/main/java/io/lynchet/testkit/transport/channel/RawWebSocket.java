// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.testkit.transport.channel;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** A WebSocket client that sends exactly the given frames, wrong ones too. */
final class RawWebSocket implements AutoCloseable {
    static final int TEXT = 1;
    static final int BINARY = 2;
    static final int CLOSE = 8;
    static final int PING = 9;
    static final int PONG = 10;
    static final String HANDSHAKE = """
            GET /ws HTTP/1.1\r
            Host: x\r
            Upgrade: websocket\r
            Connection: keep-alive, Upgrade\r
            Sec-WebSocket-Version: 13\r
            Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
            """;

    private static final byte[] MASK = {0x12, (byte) 0x9a, 0x5c, 0x01};

    private final Socket socket = new Socket();
    private final DataInputStream in;
    final String head;

    /** A frame as it was received. */
    static final class Frame {
        private final boolean fin;
        private final int opCode;
        private final byte[] payload;

        Frame(boolean fin, int opCode, byte[] payload) {
            this.fin = fin;
            this.opCode = opCode;
            this.payload = payload;
        }

        boolean fin() {
            return fin;
        }

        int opCode() {
            return opCode;
        }

        byte[] payload() {
            return payload;
        }

        String text() {
            return new String(payload, StandardCharsets.UTF_8);
        }

        int closeCode() {
            return payload.length < 2 ? 1005 : ByteBuffer.wrap(payload).getShort() & 0xFFFF;
        }
    }

    RawWebSocket(InetSocketAddress address) throws IOException {
        this(address, "", 0);
    }

    /**
     * Connects.
     *
     * @param receiveBytes the size of the system's receive buffer, 0 for the default
     */
    RawWebSocket(InetSocketAddress address, String moreHeaders, int receiveBytes) throws IOException {
        if (receiveBytes > 0) {
            socket.setReceiveBufferSize(receiveBytes);
        }
        socket.setTcpNoDelay(true);
        socket.connect(address, 5_000);
        socket.setSoTimeout(15_000);
        in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
        send((HANDSHAKE + moreHeaders + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
        head = head(in);
        if (!head.startsWith("HTTP/1.1 101 ")) {
            throw new IOException("not upgraded: " + head);
        }
    }

    private static String head(InputStream in) throws IOException {
        StringBuilder text = new StringBuilder();
        while (text.length() < 4 || !text.substring(text.length() - 4).equals("\r\n\r\n")) {
            int b = in.read();
            if (b < 0) {
                throw new EOFException("cut after '" + text + "'");
            }
            text.append((char) b);
        }
        return text.toString();
    }

    RawWebSocket send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        return this;
    }

    RawWebSocket text(String text) throws IOException {
        return send(frame(0x80 | TEXT, text.getBytes(StandardCharsets.UTF_8)));
    }

    /**
     * Returns the bytes of a frame.
     *
     * @param first the first byte: FIN, reserved bits and opcode
     */
    static byte[] frame(int first, byte[] payload) {
        return frame(first, payload, true, payload.length);
    }

    static byte[] frame(int first, byte[] payload, boolean masked, long announced) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(first);
        int flag = masked ? 0x80 : 0;
        if (announced < 126) {
            out.write(flag | (int) announced);
        } else if (announced < 65536) {
            out.write(flag | 126);
            out.writeBytes(ByteBuffer.allocate(2).putShort((short) announced).array());
        } else {
            out.write(flag | 127);
            out.writeBytes(ByteBuffer.allocate(8).putLong(announced).array());
        }
        if (masked) {
            out.writeBytes(MASK);
        }
        for (int i = 0; i < payload.length; i++) {
            out.write(masked ? payload[i] ^ MASK[i % 4] : payload[i]);
        }
        return out.toByteArray();
    }

    static byte[] closing(int code) {
        return frame(0x80 | CLOSE, ByteBuffer.allocate(2).putShort((short) code).array());
    }

    /** Returns the next frame, or null at the end of the connection. */
    Frame read() throws IOException {
        try {
            int first = in.read();
            if (first < 0) {
                return null;
            }
            long length = in.readUnsignedByte();
            if (length == 126) {
                length = in.readUnsignedShort();
            } else if (length == 127) {
                length = in.readLong();
            }
            byte[] payload = new byte[(int) length];
            in.readFully(payload);
            return new Frame((first & 0x80) != 0, first & 0x0F, payload);
        } catch (SocketException | EOFException e) {
            return null;
        }
    }

    /**
     * Returns the code of the close frame, which must come next but for other frames; 1006 when the connection ends
     * without one.
     */
    int readClose() throws IOException {
        for (Frame frame = read(); frame != null; frame = read()) {
            if (frame.opCode() == CLOSE) {
                return frame.closeCode();
            }
        }
        return 1006;
    }

    /**
     * Ends the output, so that the server does not wait for the rest of a frame whose announced length is too large.
     */
    void endOutput() throws IOException {
        socket.shutdownOutput();
    }

    /** Closes the connection without a close frame. */
    @Override
    public void close() throws IOException {
        socket.close();
    }

    /** Resets the connection. */
    void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }
}
