// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.itests.bench.fanout;

import io.lynchet.itests.bench.socket.FarmSocket;
import io.lynchet.itests.bench.socket.SocketFarm;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * A socket with live queries. Knows of a frame only whether it is a snapshot, and the numbers of the writes in it,
 * which stand behind an {@code @}: it shares the processors with the server. On the farm's thread, but for what is
 * volatile.
 */
final class Subscriber implements SocketFarm.Ear {
    private static final int TYPE_AT = "{\"type\":\"".length();
    private static final byte MARK = '@';

    private final String[] subscriptions;
    private final Deliveries deliveries;
    private volatile int snapshots;
    private volatile int ended;
    private volatile String problem;

    Subscriber(String[] subscriptions, Deliveries deliveries) {
        this.subscriptions = subscriptions;
        this.deliveries = deliveries;
    }

    boolean ready() {
        return snapshots >= subscriptions.length;
    }

    /** What went wrong, or null. */
    String problem() {
        return ended != 0 ? "a socket ended with " + ended : problem;
    }

    @Override
    public void opened(FarmSocket socket) {
        Arrays.stream(subscriptions).forEach(socket::send);
    }

    @Override
    @SuppressWarnings("NonAtomicVolatileUpdate")
    public void text(ByteBuffer text) {
        long now = System.nanoTime();
        byte[] bytes = text.array();
        int from = text.arrayOffset();
        int end = from + text.limit();
        switch (bytes[from + TYPE_AT]) {
            case 's' -> snapshots++;
            case 'e', 'l' -> problem = new String(bytes, from, end - from, java.nio.charset.StandardCharsets.UTF_8);
            default -> scan(bytes, from, end, now);
        }
    }

    private void scan(byte[] bytes, int from, int end, long now) {
        for (int i = from; i < end; i++) {
            if (bytes[i] == MARK) {
                int number = 0;
                for (i++; i < end && bytes[i] >= '0' && bytes[i] <= '9'; i++) {
                    number = number * 10 + bytes[i] - '0';
                }
                deliveries.came(number, now);
            }
        }
    }

    @Override
    public void closed(int code) {
        ended = code;
    }
}
