// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.live.frame;

import io.lynchet.api.LynchetException;
import io.lynchet.api.socket.Frame;
import io.lynchet.json.ErrorBody;
import io.lynchet.json.JsonWriter;

/**
 * The frames of one state of a result. Their large part is written once. Clients with the same query id and the same
 * previous frame get the very same bytes.
 */
public final class ResultFrames {
    private final byte[] members;
    private final long seq;
    private final String scope;
    private Call made;
    private Frame last;

    /** The values by which two clients' frames of one state differ. */
    private record Call(String type, String id, long prev, boolean scopeTold) {}

    /**
     * Creates the frames.
     *
     * @param members a JSON object with the members that make up the state
     */
    ResultFrames(byte[] members, long seq, String scope) {
        this.members = members;
        this.seq = seq;
        this.scope = scope;
    }

    Frame snapshot(String id) {
        return frame(new Call("snapshot", id, -1, true));
    }

    /**
     * Returns the frame with the difference to the client's previous one.
     *
     * @param prev the seq that the client has
     * @param scopeTold whether the frame names the scope
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

    public static Frame unsubscribed(String id) {
        return Frame.of(begin("unsubscribed", id).endObject().toBytes());
    }

    /** Returns the frame that ends a subscription with an error. */
    static Frame error(String id, LynchetException why) {
        JsonWriter json = begin("error", id).name("error");
        return Frame.of(ErrorBody.write(json, why, null).endObject().toBytes());
    }
}
