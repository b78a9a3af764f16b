// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.sync.push;

import io.lynchet.api.LynchetException;
import io.lynchet.api.row.WriteResult;

/**
 * The outcome of one change.
 *
 * @param item the write, or null after a failure
 * @param seq the commit that made the change, at which a replica has it; 0 when the row stayed equal, and after a
 *     failure
 * @param replayed whether an earlier push had made the change
 * @param failure or null
 */
record PushOutcome(PushedChange change, WriteResult.Item item, long seq, boolean replayed, LynchetException failure) {
    /**
     * Returns the outcome of a change that was made.
     *
     * @param index the position of the change in the write
     */
    static PushOutcome made(PushedChange change, WriteResult written, int index) {
        WriteResult.Item item = written.items().get(index);
        return new PushOutcome(change, item, item.seq() == 0 ? 0 : written.seq(), written.replayed(), null);
    }

    static PushOutcome failed(PushedChange change, LynchetException failure) {
        return new PushOutcome(change, null, 0, false, failure);
    }

    /** Tells whether the server was at fault, so that the same change may succeed later. */
    boolean isServersFault() {
        return failure != null && failure.code().status() >= 500;
    }
}
