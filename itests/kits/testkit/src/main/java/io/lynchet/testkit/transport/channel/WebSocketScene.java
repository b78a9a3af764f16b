// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.testkit.transport.channel;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.api.http.Response;
import io.lynchet.testkit.transport.TransportContract;
import io.lynchet.testkit.transport.TransportLimits;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The common part of contracts about WebSockets: a transport that opens them, and the check of the promises to their
 * handlers.
 */
public abstract class WebSocketScene extends TransportContract {
    static final int MESSAGE_MAX = 64 * 1024;

    final List<ChannelRecorder> recorders = new ArrayList<>();

    @Override
    public final void ended() {
        for (ChannelRecorder recorder : recorders) {
            recorder.closeCode();
            assertThat(recorder.broken).isEmpty();
        }
        assertThat(served.channels()).isZero();
    }

    final ChannelRecorder serve(ChannelRecorder recorder) {
        return serve(TransportLimits.USUAL, recorder);
    }

    final ChannelRecorder serve(TransportLimits limits, ChannelRecorder recorder) {
        recorders.add(recorder);
        serve(
                limits,
                inbound -> Response.webSocket(recorder, inbound.header("X-Choose"), MESSAGE_MAX)
                        .with("X-Request-Id", "r1"));
        return recorder;
    }

    final RawWebSocket connect() throws IOException {
        return new RawWebSocket(served.address());
    }
}
