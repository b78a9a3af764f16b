// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.transport.core;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** A streamed answer that must not be taken too slowly. Small writes are gathered until {@link #flush}, since each push is a chunk of its own. */
public final class PacedOutput extends FilterOutputStream {
    private static final int BUFFER_BYTES = 32 * 1024;

    private final Pace.Meter meter;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int filled;

    public PacedOutput(OutputStream out, Pace pace) {
        super(out);
        this.meter = pace.meter();
    }

    @Override
    public void write(int b) throws IOException {
        if (filled == BUFFER_BYTES) {
            push();
        }
        buffer[filled++] = (byte) b;
    }

    @Override
    public void write(byte[] source, int offset, int length) throws IOException {
        if (length > BUFFER_BYTES - filled) {
            push();
        }
        if (length >= BUFFER_BYTES) {
            out.write(source, offset, length);
            meter.moved(length);
            return;
        }
        System.arraycopy(source, offset, buffer, filled, length);
        filled += length;
    }

    @Override
    public void flush() throws IOException {
        push();
        out.flush();
    }

    @Override
    public void close() throws IOException {
        push();
        out.close();
    }

    private void push() throws IOException {
        if (filled > 0) {
            int length = filled;
            filled = 0;
            out.write(buffer, 0, length);
            meter.moved(length);
        }
    }
}
