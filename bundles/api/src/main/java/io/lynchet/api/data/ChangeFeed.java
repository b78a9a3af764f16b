// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.data;

import io.lynchet.api.row.Change;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The log, for bundles that are part of the product: it shows every change of every entity, system entities included, and applies no policy.
 * Whoever passes changes on to callers applies the policy.
 */
@ProviderType
public interface ChangeFeed {
    /** Seq of the newest durable change. */
    long head();

    /**
     * Changes after a seq, at most {@code limit} (1 to 10,000), fewer when they are large, see {@link io.lynchet.api.store.Snapshot#changes};
     * {@code RESYNC_REQUIRED} when the log does not reach back that far.
     */
    List<Change> read(long after, int limit);

    /** Tells the listener every change from now on, across a swap of the store, until the handle is closed. */
    AutoCloseable subscribe(ChangeListener listener);
}
