// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.rest.transfer;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** A stream split into lines, which holds no more than one line in memory. */
final class LineSource {
    static final int LINE_BYTES_MAX = 1024 * 1024;

    /** Stands for a line that was skipped because of its length. */
    static final byte[] TOO_LONG = new byte[0];

    private final InputStream in;
    private final byte[] chunk = new byte[64 * 1024];
    private int at;
    private int end;
    private byte[] line = new byte[1_024];
    private long number;

    LineSource(InputStream in) {
        this.in = in;
    }

    /** Returns the next line without its end, or null behind the last one. */
    byte[] next() throws IOException {
        int length = 0;
        boolean any = false;
        boolean tooLong = false;
        while (true) {
            if (at == end) {
                end = in.read(chunk);
                at = 0;
                if (end < 0) {
                    end = 0;
                    return any ? taken(length, tooLong) : null;
                }
                continue;
            }
            any = true;
            int newline = at;
            while (newline < end && chunk[newline] != '\n') {
                newline++;
            }
            int more = newline - at;
            tooLong |= length + more > LINE_BYTES_MAX;
            if (!tooLong) {
                append(length, more);
                length += more;
            }
            at = newline;
            if (newline < end) {
                at++;
                return taken(length, tooLong);
            }
        }
    }

    private void append(int length, int more) {
        if (length + more > line.length) {
            line = Arrays.copyOf(line, Math.max(length + more, line.length * 2));
        }
        System.arraycopy(chunk, at, line, length, more);
    }

    private byte[] taken(int length, boolean tooLong) {
        number++;
        if (tooLong) {
            return TOO_LONG;
        }
        byte[] whole = Arrays.copyOf(line, length);
        return number == 1 ? withoutMark(whole) : whole;
    }

    /** Returns the text without the byte order mark with which some editors and spreadsheets begin their files. */
    static byte[] withoutMark(byte[] text) {
        boolean marked = text.length >= 3 && text[0] == (byte) 0xEF && text[1] == (byte) 0xBB && text[2] == (byte) 0xBF;
        return marked ? Arrays.copyOfRange(text, 3, text.length) : text;
    }

    /** Returns the number of the line that was read last, from 1. */
    long number() {
        return number;
    }
}
