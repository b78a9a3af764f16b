// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.shell.wire;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.locks.ReentrantLock;

/** The writer of frames {@code [type: 1 byte][length: 4 bytes][bytes]}. Thread-safe: frames are never mixed. */
public final class FrameWriter {
    /** The most bytes of one frame. */
    public static final int FRAME_MAX = 64 * 1024;

    private static final int HEAD_BYTES = 5;

    private final WritableByteChannel channel;
    private final ReentrantLock lock = new ReentrantLock();

    public FrameWriter(WritableByteChannel channel) {
        this.channel = channel;
    }

    /** Returns a stream whose bytes are sent at once, as frames of that type. */
    public OutputStream stream(char type) {
        return new FrameStream(type);
    }

    /** Sends one line for standard error. */
    public void error(String text) throws IOException {
        byte[] bytes = (text + "\n").getBytes(StandardCharsets.UTF_8);
        write('e', bytes, 0, bytes.length);
    }

    /** Sends the exit code, which ends the response. */
    public void exit(int code) throws IOException {
        byte[] bytes = Integer.toString(code).getBytes(StandardCharsets.US_ASCII);
        write('x', bytes, 0, bytes.length);
    }

    private void write(char type, byte[] bytes, int offset, int length) throws IOException {
        int from = offset;
        int left = length;
        do {
            int size = Math.min(left, FRAME_MAX);
            frame(type, bytes, from, size);
            from += size;
            left -= size;
        } while (left > 0);
    }

    private void frame(char type, byte[] bytes, int offset, int length) throws IOException {
        ByteBuffer frame = ByteBuffer.allocate(HEAD_BYTES + length);
        frame.put((byte) type).putInt(length).put(bytes, offset, length).flip();
        lock.lock();
        try {
            while (frame.hasRemaining()) {
                channel.write(frame);
            }
        } finally {
            lock.unlock();
        }
    }

    private final class FrameStream extends OutputStream {
        private final char type;

        FrameStream(char type) {
            this.type = type;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            if (length > 0) {
                FrameWriter.this.write(type, bytes, offset, length);
            }
        }
    }
}
