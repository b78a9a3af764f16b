// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.live;

import io.lynchet.api.LynchetException;
import io.lynchet.api.socket.Frame;
import io.lynchet.json.ErrorBody;
import io.lynchet.json.JsonWriter;

/**
 * Frames of one state of a result. Their large part is written once; clients that call their queries alike and have got the same frame before
 * get the very same bytes.
 */
final class LiveFrames {
    private final byte[] members;
    private final long seq;
    private final String scope;
    private Call made;
    private Frame last;

    /** What tells two clients' frames of one state apart. */
    private record Call(String type, String id, long prev, boolean scopeTold) {}

    /** @param members an object with what makes up the state */
    LiveFrames(byte[] members, long seq, String scope) {
        this.members = members;
        this.seq = seq;
        this.scope = scope;
    }

    Frame snapshot(String id) {
        return frame(new Call("snapshot", id, -1, true));
    }

    /**
     * @param prev what the client has
     * @param scopeTold whether it has to learn the scope
     */
    Frame diff(String id, long prev, boolean scopeTold) {
        return frame(new Call("diff", id, prev, scopeTold));
    }

    private Frame frame(Call call) {
        if (!call.equals(made)) {
            last = Frame.of(joined(head(call)), seq + "." + scope);
            made = call;
        }
        return last;
    }

    private byte[] head(Call call) {
        JsonWriter json = begin(call.type(), call.id()).name("seq").value(seq);
        if (call.prev() >= 0) {
            json.name("prev").value(call.prev());
        }
        if (call.scopeTold()) {
            json.name("scope").value(scope);
        }
        return json.endObject().toBytes();
    }

    private static JsonWriter begin(String type, String id) {
        return new JsonWriter(128)
                .beginObject()
                .name("type")
                .value(type)
                .name("id")
                .value(id);
    }

    // Both are objects: the closing brace of the first and the opening one of the second make a comma.
    private byte[] joined(byte[] head) {
        if (members.length == 2) {
            return head;
        }
        byte[] all = new byte[head.length + members.length - 1];
        System.arraycopy(head, 0, all, 0, head.length);
        all[head.length - 1] = ',';
        System.arraycopy(members, 1, all, head.length, members.length - 1);
        return all;
    }

    static Frame lost(String id, long seq) {
        return Frame.of(begin("lost", id).name("seq").value(seq).endObject().toBytes());
    }

    static Frame unsubscribed(String id) {
        return Frame.of(begin("unsubscribed", id).endObject().toBytes());
    }

    /** The end of a subscription that can't go on. */
    static Frame error(String id, LynchetException why) {
        JsonWriter json = begin("error", id).name("error");
        return Frame.of(ErrorBody.write(json, why, null).endObject().toBytes());
    }
}
