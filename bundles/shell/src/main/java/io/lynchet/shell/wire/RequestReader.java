// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.shell.wire;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;

/** The reader that splits a client's bytes into lines, none longer than {@link #LINE_MAX}. */
public final class RequestReader {
    /** The most bytes of one line, its end not counted. */
    public static final int LINE_MAX = 64 * 1024;

    private static final int BUFFER_BYTES = 8 * 1024;

    private final ReadableByteChannel channel;
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES).flip();

    public RequestReader(ReadableByteChannel channel) {
        this.channel = channel;
    }

    /**
     * Returns the next line without its end, or null at the end of the input. Drops a last line without an end, which
     * is half a request.
     *
     * @throws LynchetException {@code PAYLOAD_TOO_LARGE} for a line that is too long; the rest of it is still unread
     */
    public byte[] next() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream(256);
        while (true) {
            while (buffer.hasRemaining()) {
                byte b = buffer.get();
                if (b == '\n') {
                    return line.toByteArray();
                }
                line.write(b);
                if (line.size() > LINE_MAX) {
                    throw new LynchetException(
                            ErrorCode.PAYLOAD_TOO_LARGE, "The line has more than " + LINE_MAX + " bytes.");
                }
            }
            buffer.clear();
            int read = channel.read(buffer);
            buffer.flip();
            if (read < 0) {
                return null;
            }
        }
    }
}
