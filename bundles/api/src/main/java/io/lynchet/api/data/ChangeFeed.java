// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.data;

import io.lynchet.api.row.Change;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The log of changes, for bundles that are part of the product. It shows every change of every entity, system entities
 * included, and applies no policy. A bundle that passes changes on to callers applies the policy itself.
 *
 * <p>Commits come whole: no list ends inside a commit, and every position is the end of a commit, see
 * {@link Change#commitSeq}.
 *
 * <p>Thread-safe. While the store is being replaced, reads wait up to 5 seconds and then fail with {@code UNAVAILABLE}.
 */
@ProviderType
public interface ChangeFeed {
    /**
     * Returns the seq of the newest durable change of which listeners have been told or are being told; it ends a
     * commit. 0 before the first store.
     */
    long head();

    /**
     * Returns the commits after a seq, ascending. It returns as many as have at most {@code limit} changes together, or
     * one commit that alone has more. Large changes end the list earlier (see
     * {@link io.lynchet.api.store.Snapshot#changes}), so only an empty list says that there are no more.
     *
     * <p>Fails with {@code RESYNC_REQUIRED} when the log does not reach back that far, or the seq is inside a commit or
     * beyond the log. Blocks while the store reads.
     *
     * @param limit 1 to 10,000
     */
    List<Change> read(long after, int limit);

    /**
     * Returns the newest commits up to a seq, ascending. It returns as many as have at most {@code limit} changes
     * together, or one commit that alone has more. It returns fewer, or none, where the log does not reach back that
     * far. Blocks while the store reads.
     *
     * @param end the end of a commit, {@link #head} for the newest
     * @param limit 1 to 10,000
     */
    List<Change> before(long end, int limit);

    /**
     * Tells the listener every change from now on, until the handle is closed. A swap of the store leaves no gap. Only
     * when the next store has begun another epoch, the feed continues at that store's head, without the changes before
     * it.
     */
    AutoCloseable subscribe(ChangeListener listener);
}
