// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.data;

import io.lynchet.api.row.Change;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The log, for bundles that are part of the product: it shows every change of every entity, system entities included, and applies no policy.
 * Whoever passes changes on to callers applies the policy.
 *
 * <p>Commits come whole: no list ends inside one, and every position is the end of one, see {@link Change#commitSeq}.
 */
@ProviderType
public interface ChangeFeed {
    /** Seq of the newest durable change, which is the end of a commit. */
    long head();

    /**
     * The commits after a seq, ascending, as many as have at most {@code limit} changes together, fewer when they are large (see
     * {@link io.lynchet.api.store.Snapshot#changes}), or one that alone has more: only an empty list says that there is no more. {@code RESYNC_REQUIRED} when
     * the log does not reach back that far, or the seq is inside a commit.
     *
     * @param limit 1 to 10,000
     */
    List<Change> read(long after, int limit);

    /**
     * The newest commits up to a seq, ascending: as many as have at most {@code limit} changes together, or one that alone has more; fewer, or none, where the log
     * does not reach back so far.
     *
     * @param end the end of a commit, {@link #head} for the newest
     * @param limit 1 to 10,000
     */
    List<Change> before(long end, int limit);

    /** Tells the listener every change from now on, across a swap of the store, until the handle is closed. */
    AutoCloseable subscribe(ChangeListener listener);
}
