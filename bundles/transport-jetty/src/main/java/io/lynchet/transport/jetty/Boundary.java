// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.transport.jetty;

import java.nio.ByteBuffer;

/**
 * Knows whether what was read of a connection ends with a request, so that nothing is lost when somebody else reads on. Jetty's parser does
 * not tell, so bytes are counted; in doubt, as with a client that sends its next request before it has its answer, the reply is no from
 * then on.
 *
 * <pre>
 * GET / HTTP/1.1..Host: x....            ends like a head: whole, whatever came before
 * POST / HTTP/1.1..Length: 2....{}       head and announced body are all there is: whole
 * POST / HTTP/1.1..Length: 2....{}GE     more than that: not whole
 * </pre>
 *
 * Written by the thread that may read the connection, which passes from one to the next.
 */
final class Boundary {
    private static final int HEAD_END = 0x0D0A0D0A;

    private boolean endsLikeAHead;
    private long read;
    private long headBytes;
    private long bodyBytes;
    private boolean odd;
    private volatile boolean whole = true;

    /** The last bytes of the buffer have just been read. */
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

    /** Before the next request can be read. */
    void requestEnds() {
        odd |= !endsLikeAHead && (headBytes <= 0 || read != headBytes + bodyBytes);
        read = 0;
        headBytes = 0;
        whole = !odd;
    }

    /** Whether something was read since the last request ended; for who may read. */
    boolean isBegun() {
        return read > 0;
    }

    /** Whether nothing was read that belongs to a request without an answer. Any thread may ask. */
    boolean isWhole() {
        return whole;
    }
}
