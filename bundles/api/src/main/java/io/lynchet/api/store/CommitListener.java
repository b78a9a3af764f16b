// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.store;

import io.lynchet.api.row.Change;
import java.util.List;

/**
 * A listener that hears of every commit once, after it is durable. Calls come in order of seq, without gaps from the
 * registration on.
 */
@FunctionalInterface
public interface CommitListener {
    /**
     * Receives the changes of one or more commits.
     *
     * <p><b>Thread:</b> the store's one notification thread, before the stages of these commits complete. Changes of an
     * install or a replay come on the thread that does that work, before the call returns. Calls never overlap.
     *
     * <p>This method must not block or throw. While it runs, no other listener is told, no later caller learns its
     * result, and sooner or later every write waits. It may queue a commit, but waiting for one fails with
     * {@code INTERNAL} ({@link WriterThreads}). The store logs an exception of this method and goes on.
     *
     * @param changes whole commits, often several; not empty, ascending by seq, immutable
     */
    void committed(List<Change> changes);
}
