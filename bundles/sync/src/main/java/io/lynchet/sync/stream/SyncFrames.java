// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.sync.stream;

import io.lynchet.api.LynchetException;
import io.lynchet.api.socket.Frame;
import io.lynchet.json.ErrorBody;
import io.lynchet.json.JsonWriter;
import io.lynchet.sync.event.RowEvent;
import io.lynchet.sync.event.ScopeToken;
import java.nio.charset.StandardCharsets;

/** The frames of the change stream. */
final class SyncFrames {
    private SyncFrames() {}

    /**
     * Returns the frame that names the seq and the rights from which the stream continues.
     *
     * @param whole whether the client has everything up to the seq, so that it may resume from there; otherwise the
     *     frame counts together with those behind it
     */
    static Frame hello(long seq, ScopeToken scope, boolean whole) {
        JsonWriter json = new JsonWriter(96).beginObject().name("type").value("hello");
        json.name("seq").value(seq).name("epoch").value(scope.epoch());
        json.name("scope").value(scope.toString());
        if (!whole) {
            json.name("more").value(true);
        }
        json.endObject();
        return Frame.of(json.toBytes(), whole ? seq + "." + scope : null);
    }

    static Frame lost(long seq) {
        JsonWriter json = new JsonWriter(48).beginObject().name("type").value("lost");
        return Frame.of(json.name("seq").value(seq).endObject().toBytes());
    }

    static Frame resync(long seq, ScopeToken scope) {
        JsonWriter json = new JsonWriter(96).beginObject().name("type").value("resync");
        json.name("seq").value(seq).name("scope").value(scope.toString());
        return Frame.of(json.endObject().toBytes());
    }

    static Frame error(LynchetException error) {
        JsonWriter json = new JsonWriter(256).beginObject().name("type").value("error");
        return Frame.of(
                ErrorBody.write(json.name("error"), error, null).endObject().toBytes());
    }

    /**
     * Returns the frame of an event.
     *
     * @param prev the seq of the previous frame
     * @param more whether further frames complete the seq, so that a client can't resume from it yet
     * @param timed whether the scope changes without a signal, so that each frame names it
     */
    static Frame event(RowEvent event, long prev, boolean more, ScopeToken scope, boolean timed) {
        StringBuilder tail = new StringBuilder(64).append(",\"prev\":").append(prev);
        if (more) {
            tail.append(",\"more\":true");
        }
        if (timed) {
            tail.append(",\"scope\":\"").append(scope).append('"');
        }
        byte[] end = tail.append('}').toString().getBytes(StandardCharsets.US_ASCII);
        byte[] json = new byte[event.json().length - 1 + end.length];
        System.arraycopy(event.json(), 0, json, 0, event.json().length - 1);
        System.arraycopy(end, 0, json, event.json().length - 1, end.length);
        return Frame.of(json, more ? null : event.seq() + "." + scope);
    }
}
