// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.testkit.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.api.http.Response;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A transport that makes WebSockets, and a look at whether the promises to their handlers were kept. */
public abstract class WebSocketScene extends TransportContract {
    static final int MESSAGE_MAX = 64 * 1024;

    final List<ChannelRecorder> recorders = new ArrayList<>();

    @Override
    final void ended() {
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
