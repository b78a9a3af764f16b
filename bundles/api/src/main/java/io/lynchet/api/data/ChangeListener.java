// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.data;

import io.lynchet.api.row.Change;
import java.util.List;

/** A listener that hears of every change once, in order of seq, and of whole commits. */
@FunctionalInterface
public interface ChangeListener {
    /**
     * Receives the changes of one or more commits.
     *
     * <p><b>Thread:</b> the store's one notification thread, before the stages of these commits complete. Changes of an
     * install or a replay come on the thread that does that work. Changes that the feed catches up with come on the
     * thread that swaps the store. Calls never overlap.
     *
     * <p>This method must not block or throw. While it runs, no other listener and no caller is told, and sooner or
     * later every write waits. On the store's threads, waiting for a write fails with {@code INTERNAL}. The feed logs
     * an exception of this method and goes on.
     *
     * @param changes not empty, ascending by seq, immutable
     */
    void changed(List<Change> changes);
}
