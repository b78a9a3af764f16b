// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.store.check;

import io.lynchet.api.row.Change;
import io.lynchet.api.store.StoreErrors;

/**
 * The check that every store makes on changes from another store: they are whole commits. So no store takes in half a
 * commit. Confined to one thread.
 */
public final class CommitBounds {
    private static final long NONE = -1;

    private long open = NONE;
    private long last;

    /**
     * Takes the next change, in order of seq. Fails with {@code CONFLICT} when the previous commit is not complete and
     * the change does not belong to it.
     */
    public void next(Change change) {
        if (open != NONE && open != change.commitSeq()) {
            throw StoreErrors.otherHistory(change.seq(), "the commit before it goes to " + open);
        }
        last = change.seq();
        open = change.endsCommit() ? NONE : change.commitSeq();
    }

    /** Ends the changes. Fails with {@code CONFLICT} when the last commit is not complete. */
    public void end() {
        if (open != NONE) {
            throw StoreErrors.otherHistory(last, "its commit goes to " + open);
        }
    }
}
