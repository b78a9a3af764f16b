// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.http.route;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import java.util.zip.ZipException;

/**
 * A request body compressed by gzip, in one piece or in several. The JDK's stream is not strict enough: it takes
 * whatever follows a piece for the end, so rows behind it would be lost without an error.
 *
 * <p>Fails with {@code PAYLOAD_TOO_LARGE} when the body grows too much, since a few kilobytes could keep the server
 * busy for hours.
 */
final class GzipBody extends InputStream {
    /** Texts shrink to a tenth, rarely to a fiftieth. */
    private static final long GROWTH_MAX = 200;

    private static final long FREE_BYTES = 1024 * 1024;
    private static final int FLAG_CRC = 2;
    private static final int FLAG_EXTRA = 4;
    private static final int FLAG_NAME = 8;
    private static final int FLAG_COMMENT = 16;

    private final InputStream in;
    private final Inflater inflater = new Inflater(true);
    private final CRC32 crc = new CRC32();
    private final byte[] chunk = new byte[8 * 1024];
    private int at;
    private int end;
    private long taken;
    private long made;
    private boolean begun;
    private boolean ended;

    GzipBody(InputStream in) {
        this.in = in;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (!begun) {
            begun = true;
            header(need());
        }
        while (!ended) {
            int count = inflate(target, offset, length);
            if (count > 0) {
                return count;
            }
            if (inflater.finished()) {
                trailer();
            } else if (inflater.needsInput()) {
                if (at == end) {
                    fill();
                }
                if (end < 0) {
                    throw new EOFException("the compressed body ended in the middle");
                }
                inflater.setInput(chunk, at, end - at);
                at = end;
            } else {
                throw new ZipException("a compressed body that needs a dictionary");
            }
        }
        return -1;
    }

    private int inflate(byte[] target, int offset, int length) throws IOException {
        try {
            int count = inflater.inflate(target, offset, length);
            crc.update(target, offset, count);
            made += count;
            if (made > FREE_BYTES + taken * GROWTH_MAX) {
                throw new LynchetException(
                        ErrorCode.PAYLOAD_TOO_LARGE,
                        "The decompressed body is more than " + GROWTH_MAX + " times as large; send it uncompressed.");
            }
            return count;
        } catch (DataFormatException e) {
            throw new ZipException(e.getMessage());
        }
    }

    private void fill() throws IOException {
        at = 0;
        end = in.read(chunk);
        taken += Math.max(0, end);
    }

    /** Returns the next byte, or -1 behind the last one. */
    private int next() throws IOException {
        if (at == end) {
            fill();
        }
        return end < 0 ? -1 : chunk[at++] & 0xFF;
    }

    private int need() throws IOException {
        int b = next();
        if (b < 0) {
            throw new EOFException("the compressed body ended in the middle");
        }
        return b;
    }

    /** Reads the header of a piece (RFC 1952 section 2.3). */
    private void header(int first) throws IOException {
        if (first != 0x1F || need() != 0x8B || need() != 8) {
            throw new ZipException("not compressed by gzip");
        }
        int flags = need();
        skip(6);
        if ((flags & FLAG_EXTRA) != 0) {
            skip(need() + need() * 256);
        }
        skipText(flags & FLAG_NAME);
        skipText(flags & FLAG_COMMENT);
        if ((flags & FLAG_CRC) != 0) {
            skip(2);
        }
    }

    private void skip(int bytes) throws IOException {
        for (int i = 0; i < bytes; i++) {
            need();
        }
    }

    private void skipText(int flag) throws IOException {
        if (flag != 0) {
            while (need() != 0) {
                // Up to its end.
            }
        }
    }

    private void trailer() throws IOException {
        at = end - inflater.getRemaining();
        if (number() != crc.getValue() || number() != (inflater.getBytesWritten() & 0xFFFF_FFFFL)) {
            throw new ZipException("the compressed body is damaged");
        }
        inflater.reset();
        crc.reset();
        int more = next();
        if (more < 0) {
            ended = true;
            inflater.end();
        } else {
            header(more);
        }
    }

    private long number() throws IOException {
        return need() | (long) need() << 8 | (long) need() << 16 | (long) need() << 24;
    }

    /** Ends the body and leaves the stream below open: the connection belongs to the transport. */
    @Override
    public void close() {
        ended = true;
        inflater.end();
    }
}
