// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.sync;

import io.lynchet.api.LynchetException;
import io.lynchet.api.data.Written;

/**
 * What became of one change.
 *
 * @param item the write, or null after a failure
 * @param seq of the commit that made it, the position at which a replica has it; 0 when it left the row equal, and after a failure
 * @param replayed whether it had been made by an earlier push
 * @param failure or null
 */
record Outcome(PushedChange change, Written.Item item, long seq, boolean replayed, LynchetException failure) {
    /** @param index of the change among those of the write */
    static Outcome made(PushedChange change, Written written, int index) {
        Written.Item item = written.items().get(index);
        return new Outcome(change, item, item.seq() == 0 ? 0 : written.seq(), written.replayed(), null);
    }

    static Outcome failed(PushedChange change, LynchetException failure) {
        return new Outcome(change, null, 0, false, failure);
    }

    /** Whether the server was at fault, so that the same change may succeed later. */
    boolean isServersFault() {
        return failure != null && failure.code().status() >= 500;
    }
}
