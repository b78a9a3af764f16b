// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.store;

import io.lynchet.api.row.Change;
import java.util.List;

/** Hears of every commit once, after it is durable, in order of seq, without gaps from the moment of registration. */
@FunctionalInterface
public interface CommitListener {
    /**
     * Called on the store's writer thread: must not block or throw; waiting for a commit is refused there. The list is not empty, ascending, immutable, and
     * holds whole commits, often several.
     */
    void committed(List<Change> changes);
}
