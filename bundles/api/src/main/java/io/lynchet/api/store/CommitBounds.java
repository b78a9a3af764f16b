// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.store;

import io.lynchet.api.row.Change;

/**
 * The check that every store makes on changes that come from elsewhere: they are whole commits. It lives here so that no store takes in half of one. Confined
 * to its thread.
 */
public final class CommitBounds {
    private static final long NONE = -1;

    private long open = NONE;
    private long last;

    /** The next change, in order of seq; {@code CONFLICT} when it does not go on with the commit that the one before has left open. */
    public void next(Change change) {
        if (open != NONE && open != change.commitSeq()) {
            throw Refusals.otherHistory(change.seq(), "the commit before it goes to " + open);
        }
        last = change.seq();
        open = change.endsCommit() ? NONE : change.commitSeq();
    }

    /** No more changes; {@code CONFLICT} when the last commit is not whole. */
    public void end() {
        if (open != NONE) {
            throw Refusals.otherHistory(last, "its commit goes to " + open);
        }
    }
}
