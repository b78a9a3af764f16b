// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.http.answer;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.zip.GZIPOutputStream;

/** A compressing stream; {@link #close} finishes it and leaves the stream below open. */
final class GzipOutput extends GZIPOutputStream {
    private static final int BUFFER_BYTES = 8 * 1024;

    GzipOutput(OutputStream out, int level) throws IOException {
        super(out, BUFFER_BYTES);
        def.setLevel(level);
    }

    static byte[] of(byte[] plain, int level) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(plain.length / 2);
        try (GzipOutput out = new GzipOutput(bytes, level)) {
            out.write(plain);
        } catch (IOException e) {
            throw new UncheckedIOException("nothing is written but to memory", e);
        }
        return bytes.toByteArray();
    }

    @Override
    public void close() throws IOException {
        try {
            finish();
        } finally {
            def.end();
        }
    }

    /** Discards the rest after a failure: the client must not take a part for the whole. */
    void discard() {
        def.end();
    }
}
