// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.itests.bench.load;

import java.nio.charset.StandardCharsets;

/**
 * Finds where an HTTP/1.1 answer ends, and what its status is. It looks at the status line, three headers and the chunk
 * sizes, and skips the rest; bytes may arrive cut anywhere. One per connection, used again for each answer.
 *
 * <p>Only answers to requests other than HEAD are understood: whether a body follows is read from the answer alone.
 */
final class AnswerParser {

    private static final int LINE_MAX = 32 * 1024;
    private static final int HEADER_LINES_MAX = 256;
    private static final int SAMPLE_MAX = 400;

    private enum Expect {
        STATUS,
        HEADER,
        CHUNK_SIZE,
        CHUNK_END,
        TRAILER,
        BODY,
        UNTIL_CLOSE,
        DONE
    }

    private Expect expect = Expect.STATUS;
    private int status;
    private boolean closes;
    private boolean chunked;
    private long remaining;
    private int headerLines;
    private boolean started;

    private byte[] line = new byte[512];
    private int lineLength;
    private final StringBuilder sample = new StringBuilder();

    void reset() {
        expect = Expect.STATUS;
        started = false;
        lineLength = 0;
        sample.setLength(0);
        resetHead();
    }

    private void resetHead() {
        status = 0;
        closes = false;
        chunked = false;
        remaining = -1;
        headerLines = 0;
    }

    boolean done() {
        return expect == Expect.DONE;
    }

    /** Whether any byte of an answer was seen. */
    boolean started() {
        return started;
    }

    int status() {
        return status;
    }

    /** Whether the server ends the connection after this answer. */
    boolean closes() {
        return closes;
    }

    /** The first characters of a body whose status is not 2xx. */
    String sample() {
        return sample.toString();
    }

    /** Tells that the peer closed; true if that completes the answer. */
    boolean closed() {
        if (expect == Expect.UNTIL_CLOSE) {
            expect = Expect.DONE;
        }
        return done();
    }

    /** Takes bytes and returns the index after the last one that belongs to this answer. */
    int feed(byte[] bytes, int from, int to) throws MalformedAnswerException {
        int at = from;
        started |= to > from;
        while (at < to && expect != Expect.DONE) {
            switch (expect) {
                case BODY -> at = skipBody(bytes, at, to);
                case UNTIL_CLOSE -> {
                    keepSample(bytes, at, to);
                    at = to;
                }
                default -> at = readLine(bytes, at, to);
            }
        }
        return at;
    }

    private int skipBody(byte[] bytes, int at, int to) {
        int end = (int) Math.min(to, at + remaining);
        keepSample(bytes, at, end);
        remaining -= end - at;
        if (remaining == 0) {
            expect = chunked ? Expect.CHUNK_END : Expect.DONE;
        }
        return end;
    }

    private int readLine(byte[] bytes, int at, int to) throws MalformedAnswerException {
        int end = at;
        while (end < to && bytes[end] != '\n') {
            end++;
        }
        if (lineLength > 0 || end == to) {
            append(bytes, at, end);
        }
        if (end == to) {
            return to;
        }
        if (lineLength > 0) {
            int length = lineLength;
            lineLength = 0;
            takeLine(line, 0, length);
        } else {
            takeLine(bytes, at, end);
        }
        return end + 1;
    }

    private void append(byte[] bytes, int at, int end) throws MalformedAnswerException {
        int length = end - at;
        if (lineLength + length > LINE_MAX) {
            throw new MalformedAnswerException("a header line is longer than " + LINE_MAX + " bytes");
        }
        if (lineLength + length > line.length) {
            line = java.util.Arrays.copyOf(line, Math.max(line.length * 2, lineLength + length));
        }
        System.arraycopy(bytes, at, line, lineLength, length);
        lineLength += length;
    }

    private void takeLine(byte[] b, int from, int lineFeed) throws MalformedAnswerException {
        int to = lineFeed > from && b[lineFeed - 1] == '\r' ? lineFeed - 1 : lineFeed;
        switch (expect) {
            case STATUS -> statusLine(b, from, to);
            case HEADER -> {
                if (to == from) {
                    headEnded();
                } else {
                    header(b, from, to);
                }
            }
            case CHUNK_SIZE -> chunkSize(b, from, to);
            case CHUNK_END -> {
                if (to != from) {
                    throw new MalformedAnswerException("a chunk is longer than its size says");
                }
                expect = Expect.CHUNK_SIZE;
            }
            case TRAILER -> {
                if (to == from) {
                    expect = Expect.DONE;
                }
            }
            default -> throw new IllegalStateException("no line expected in " + expect);
        }
    }

    private void statusLine(byte[] b, int from, int to) throws MalformedAnswerException {
        boolean http =
                to - from >= 12 && b[from] == 'H' && b[from + 1] == 'T' && b[from + 4] == '/' && b[from + 5] == '1';
        int code = http ? digits(b, from + 9, from + 12) : -1;
        if (code < 100) {
            throw new MalformedAnswerException("not an HTTP/1.1 status line: " + text(b, from, to));
        }
        status = code;
        closes = b[from + 7] == '0';
        expect = Expect.HEADER;
    }

    private void header(byte[] b, int from, int to) throws MalformedAnswerException {
        if (++headerLines > HEADER_LINES_MAX) {
            throw new MalformedAnswerException("more than " + HEADER_LINES_MAX + " header lines");
        }
        if (named(b, from, to, "content-length")) {
            int at = trimmed(b, from + 15, to);
            long length = 0;
            for (int i = at; i < to && b[i] != ' '; i++) {
                if (b[i] < '0' || b[i] > '9' || length > Long.MAX_VALUE / 20) {
                    throw new MalformedAnswerException("bad Content-Length: " + text(b, at, to));
                }
                length = length * 10 + (b[i] - '0');
            }
            remaining = length;
        } else if (named(b, from, to, "transfer-encoding")) {
            chunked = text(b, from + 18, to).toLowerCase(java.util.Locale.ROOT).contains("chunked");
        } else if (named(b, from, to, "connection")) {
            String value = text(b, from + 11, to).toLowerCase(java.util.Locale.ROOT);
            closes = value.contains("close") || (closes && !value.contains("keep-alive"));
        }
    }

    private void headEnded() {
        if (status < 200) {
            // An interim answer (100, 103): the real one follows.
            resetHead();
            expect = Expect.STATUS;
        } else if (status == 204 || status == 304) {
            expect = Expect.DONE;
        } else if (chunked) {
            expect = Expect.CHUNK_SIZE;
        } else if (remaining < 0) {
            closes = true;
            expect = Expect.UNTIL_CLOSE;
        } else {
            expect = remaining == 0 ? Expect.DONE : Expect.BODY;
        }
    }

    private void chunkSize(byte[] b, int from, int to) throws MalformedAnswerException {
        long size = 0;
        int at = from;
        while (at < to && b[at] != ';' && b[at] != ' ') {
            int digit = Character.digit(b[at], 16);
            if (digit < 0 || size > Long.MAX_VALUE / 32) {
                throw new MalformedAnswerException("bad chunk size: " + text(b, from, to));
            }
            size = size * 16 + digit;
            at++;
        }
        if (at == from) {
            throw new MalformedAnswerException("empty chunk size");
        }
        remaining = size;
        expect = size == 0 ? Expect.TRAILER : Expect.BODY;
    }

    private void keepSample(byte[] b, int from, int to) {
        if (status >= 300 && sample.length() < SAMPLE_MAX) {
            sample.append(text(b, from, Math.min(to, from + SAMPLE_MAX - sample.length())));
        }
    }

    /** Compares a header name without regard to case; the cheap test for the colon comes first. */
    private static boolean named(byte[] b, int from, int to, String lowerCase) {
        int length = lowerCase.length();
        if (to - from <= length || b[from + length] != ':') {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if ((b[from + i] | 0x20) != lowerCase.charAt(i) && b[from + i] != lowerCase.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private static int trimmed(byte[] b, int from, int to) {
        int at = from;
        while (at < to && (b[at] == ' ' || b[at] == '\t')) {
            at++;
        }
        return at;
    }

    private static int digits(byte[] b, int from, int to) {
        int value = 0;
        for (int i = from; i < to; i++) {
            if (b[i] < '0' || b[i] > '9') {
                return -1;
            }
            value = value * 10 + (b[i] - '0');
        }
        return value;
    }

    private static String text(byte[] b, int from, int to) {
        return new String(b, from, Math.max(0, to - from), StandardCharsets.UTF_8);
    }
}
