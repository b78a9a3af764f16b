// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.sockets.socket;

import io.lynchet.api.socket.CloseCode;
import io.lynchet.sockets.limit.SocketSettings;
import io.lynchet.sockets.limit.SocketThreads;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.LongSupplier;

/**
 * The context that all sockets share.
 *
 * @param nanos a clock that never goes back
 */
public record SocketContext(
        SocketSettings settings,
        HandlerTable handlers,
        SocketTable table,
        SocketMetrics metrics,
        SocketThreads workers,
        FrameReader reader,
        SendQueue.Surroundings outboxes,
        LongSupplier nanos) {

    public static SocketContext of(SocketSettings settings, FrameReader reader, LongSupplier nanos) {
        SocketMetrics metrics = new SocketMetrics();
        SocketThreads workers = new SocketThreads(settings);
        return new SocketContext(
                settings,
                reader.handlers(),
                new SocketTable(),
                metrics,
                workers,
                reader,
                new SendQueue.Surroundings(settings.queueBytesMax(), workers.drained(), nanos, metrics),
                nanos);
    }

    /** Handles the first frame of a new event stream on a thread that may block. */
    void openStream(ConnectedSocket socket, byte[] frame) {
        try {
            workers.streams().execute(() -> reader.readFirst(socket, frame));
        } catch (RejectedExecutionException e) {
            socket.close(CloseCode.TRY_LATER, "too much to do");
        }
    }
}
