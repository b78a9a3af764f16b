// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.backup.format;

import com.github.luben.zstd.ZstdInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;

/** The reader of a compressed object's lines. */
public final class LineReader implements Closeable {
    /** Rows are far smaller; Lynchet has not written a longer line. */
    private static final int LINE_BYTES_MAX = 256 << 20;

    private final String object;
    private final InputStream in;
    private final byte[] buffer = new byte[64 * 1024];
    private int at;
    private int end;

    /** @param compressed is closed with this reader */
    public LineReader(String object, InputStream compressed) throws IOException {
        this.object = object;
        this.in = new ZstdInputStream(compressed);
    }

    /**
     * Returns the next line without its end, or null after the last. Fails with {@code BACKUP_DAMAGED} when the object
     * is incomplete or can't be decompressed.
     */
    public byte[] next() {
        ByteArrayOutputStream line = new ByteArrayOutputStream(256);
        while (fill()) {
            for (int i = at; i < end; i++) {
                if (buffer[i] == '\n') {
                    line.write(buffer, at, i - at);
                    at = i + 1;
                    return line.toByteArray();
                }
            }
            line.write(buffer, at, end - at);
            at = end;
            if (line.size() > LINE_BYTES_MAX) {
                throw BackupErrors.damaged(object, "a line is longer than " + LINE_BYTES_MAX + " bytes");
            }
        }
        if (line.size() > 0) {
            throw BackupErrors.damaged(object, "its last line is cut off");
        }
        return null;
    }

    private boolean fill() {
        try {
            if (at == end) {
                at = 0;
                end = Math.max(0, in.read(buffer));
            }
            return end > 0;
        } catch (IOException e) {
            throw BackupErrors.damaged(object, String.valueOf(e.getMessage()), e);
        }
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
