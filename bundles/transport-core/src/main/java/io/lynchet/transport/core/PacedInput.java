// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.transport.core;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A body that must not arrive too slowly. */
public final class PacedInput extends FilterInputStream {
    private final Pace.Meter meter;

    public PacedInput(InputStream in, Pace pace) {
        super(in);
        this.meter = pace.meter();
    }

    @Override
    public int read() throws IOException {
        int read = in.read();
        if (read >= 0) {
            meter.moved(1);
        }
        return read;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        int read = in.read(target, offset, length);
        if (read > 0) {
            meter.moved(read);
        }
        return read;
    }
}
