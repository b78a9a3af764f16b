// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.sync;

import io.lynchet.api.LynchetException;
import io.lynchet.api.data.Written;

/**
 * What became of one change.
 *
 * @param item the write, or null after a failure
 * @param replayed whether it had been made by an earlier push
 * @param failure or null
 */
record Outcome(PushedChange change, Written.Item item, boolean replayed, LynchetException failure) {
    static Outcome made(PushedChange change, Written.Item item, boolean replayed) {
        return new Outcome(change, item, replayed, null);
    }

    static Outcome failed(PushedChange change, LynchetException failure) {
        return new Outcome(change, null, false, failure);
    }

    /** Whether the server was at fault, so that the same change may succeed later. */
    boolean isServersFault() {
        return failure != null && failure.code().status() >= 500;
    }
}
