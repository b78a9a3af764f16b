// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.transport.jetty;

import java.nio.ByteBuffer;

/**
 * The boundary between requests on a connection. It knows whether the bytes read so far end with a request, so that the
 * next reader loses nothing. Jetty's parser does not tell, so bytes are counted. In doubt, as with a client that sends
 * its next request before it has its response, the result is false from then on.
 *
 * <pre>
 * GET / HTTP/1.1..Host: x....            ends like a head: whole, whatever came before
 * POST / HTTP/1.1..Length: 2....{}       head and announced body are all there is: whole
 * POST / HTTP/1.1..Length: 2....{}GE     more than that: not whole
 * </pre>
 *
 * Written by the thread that may read the connection, which passes from one to the next.
 */
final class RequestBoundary {
    private static final int HEAD_END = 0x0D0A0D0A;

    private boolean endsLikeAHead;
    private long read;
    private long headBytes;
    private long bodyBytes;
    private boolean odd;
    private volatile boolean whole = true;

    /** Tells that the last bytes of the buffer have just been read. */
    void read(ByteBuffer buffer, int bytes) {
        whole = false;
        int end = buffer.limit();
        int start = end - bytes;
        endsLikeAHead = bytes >= Integer.BYTES && buffer.getInt(end - Integer.BYTES) == HEAD_END;
        if (read == 0) {
            headBytes = endsLikeAHead ? bytes : headBytes(buffer, start, end);
        }
        read += bytes;
    }

    private static long headBytes(ByteBuffer buffer, int start, int end) {
        for (int i = start; i + Integer.BYTES <= end; i++) {
            if (buffer.getInt(i) == HEAD_END) {
                return (long) i + Integer.BYTES - start;
            }
        }
        return -1;
    }

    /** @param contentLength as announced; negative if it is not known or there is no body */
    void requestBegins(long contentLength) {
        bodyBytes = Math.max(0, contentLength);
    }

    /** Tells the end of a request, before the next one can be read. */
    void requestEnds() {
        odd |= !endsLikeAHead && (headBytes <= 0 || read != headBytes + bodyBytes);
        read = 0;
        headBytes = 0;
        whole = !odd;
    }

    /** Returns whether bytes were read since the last request ended; for the thread that may read. */
    boolean isBegun() {
        return read > 0;
    }

    /** Returns whether every request of which bytes were read has its response. Any thread may call it. */
    boolean isWhole() {
        return whole;
    }
}
