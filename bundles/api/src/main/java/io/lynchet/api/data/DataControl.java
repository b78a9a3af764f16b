// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.data;

import io.lynchet.api.auth.Principal;
import io.lynchet.api.policy.Action;
import io.lynchet.api.policy.Explanation;
import io.lynchet.api.row.Draft;
import io.lynchet.api.schema.Entity;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.osgi.annotation.versioning.ProviderType;

/** Steers the data service; for operators only, no policy applies. Registered as long as the data bundle is active, also without an app. */
@ProviderType
public interface DataControl {
    /**
     * Reads the manifest again and takes it over if nothing is wrong with it. Blocks until done; writes wait while the store migrates. One
     * reload at a time.
     *
     * @param acceptedLoss labels of migration steps that may lose data
     */
    ReloadReport reload(Set<String> acceptedLoss);

    /** The outcome of the last reload, the one at start included; empty while that one has not ended. */
    Optional<ReloadReport> lastReload();

    /** {@code UNAVAILABLE} without a store. */
    DataStatus status();

    /** All stores that are there, the one that serves first if one does. */
    List<DataStatus> stores();

    /**
     * Has another store serve, with the rows that it holds, while calls wait. It is remembered, also for the next start. Where its log is not that of the one
     * before, it begins an epoch, and clients start over. Blocks until done. {@code NOT_FOUND} when there is no such store, {@code CONFLICT} when the app does not fit
     * to what it holds, or calls do not end in time; then the one before goes on.
     */
    void useStore(String provider);

    /**
     * Why the principal may or may not act on a row.
     *
     * @param id of the stored row, or null for an insert
     * @param draft the proposed values for an insert or update, or null
     */
    Explanation explain(Principal principal, Action action, Entity entity, String id, Draft draft);
}
