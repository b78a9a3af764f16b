// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.transport.core.limit;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/**
 * A streamed body that the client must not take too slowly. Small writes are gathered until {@link #flush}, since each
 * push is a chunk of its own.
 */
public final class MinRateOutput extends FilterOutputStream {
    private static final int BUFFER_BYTES = 32 * 1024;

    private final MinDataRate.Meter meter;
    private final long length;
    private long written;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int filled;

    /**
     * @param length the announced length, or -1 for none. Writing more or fewer bytes throws
     *     {@link IllegalStateException}
     */
    public MinRateOutput(OutputStream out, MinDataRate pace, long length) {
        super(out);
        this.length = length;
        this.meter = pace.meter();
    }

    @Override
    public void write(int b) throws IOException {
        if (filled == BUFFER_BYTES) {
            push();
        }
        count(1);
        buffer[filled++] = (byte) b;
    }

    @Override
    public void write(byte[] source, int offset, int count) throws IOException {
        count(count);
        if (count > BUFFER_BYTES - filled) {
            push();
        }
        if (count >= BUFFER_BYTES) {
            meter.waits();
            out.write(source, offset, count);
            meter.moved(count);
            return;
        }
        System.arraycopy(source, offset, buffer, filled, count);
        filled += count;
    }

    private void count(int more) {
        written += more;
        if (length >= 0 && written > length) {
            throw new IllegalStateException("the response is longer than the " + length + " bytes that it announced");
        }
    }

    @Override
    public void flush() throws IOException {
        push();
        out.flush();
    }

    @Override
    public void close() throws IOException {
        if (length >= 0 && written < length) {
            throw new IllegalStateException("the response has " + written + " of the " + length + " announced bytes");
        }
        push();
        out.close();
    }

    private void push() throws IOException {
        if (filled > 0) {
            int length = filled;
            filled = 0;
            meter.waits();
            out.write(buffer, 0, length);
            meter.moved(length);
        }
    }
}
