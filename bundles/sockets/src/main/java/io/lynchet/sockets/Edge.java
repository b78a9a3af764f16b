// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.sockets;

import io.lynchet.api.socket.CloseCode;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.LongSupplier;

/**
 * What all sockets share.
 *
 * @param nanos a clock that never goes back
 */
record Edge(
        Settings settings,
        HandlerTable handlers,
        SocketTable table,
        SocketFigures figures,
        Workers workers,
        FrameReader reader,
        Outbox.Surroundings outboxes,
        LongSupplier nanos) {

    static Edge of(Settings settings, FrameReader reader, LongSupplier nanos) {
        SocketFigures figures = new SocketFigures();
        Workers workers = new Workers(settings);
        return new Edge(
                settings,
                reader.handlers(),
                new SocketTable(),
                figures,
                workers,
                reader,
                new Outbox.Surroundings(settings.queueBytesMax(), workers.drained(), nanos, figures),
                nanos);
    }

    /** Handles the frame of a new event stream on a thread that may block. */
    void openStream(EdgeSocket socket, byte[] frame) {
        try {
            workers.streams().execute(() -> reader.readFirst(socket, frame));
        } catch (RejectedExecutionException e) {
            socket.close(CloseCode.TRY_LATER, "too much to do");
        }
    }
}
