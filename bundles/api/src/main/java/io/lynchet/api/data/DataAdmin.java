// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.data;

import io.lynchet.api.policy.Action;
import io.lynchet.api.policy.Explanation;
import io.lynchet.api.principal.Principal;
import io.lynchet.api.row.Draft;
import io.lynchet.api.schema.Entity;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The control of the data service, for operators only: no policy applies. The data bundle registers it as long as it is
 * active, also without an app. Thread-safe.
 */
@ProviderType
public interface DataAdmin {
    /**
     * Reads the manifest again and installs it when it has no errors. Blocks until done; writes wait while the store
     * migrates. Reloads run one at a time.
     *
     * @param acceptedLoss the labels of migration steps that may lose data
     */
    ReloadReport reload(Set<String> acceptedLoss);

    /** Returns the outcome of the last reload, including the one at start; empty while that one is still running. */
    Optional<ReloadReport> lastReload();

    /** Returns the status of the store that serves. Fails with {@code UNAVAILABLE} without a store. */
    DataStatus status();

    /** Returns the status of all stores that are present. The one that serves, if any, comes first. */
    List<DataStatus> stores();

    /**
     * Makes another store serve, with the rows that it holds, while calls wait. The choice is remembered, also for the
     * next start. When its log is not the log of the previous store, it begins an epoch, and clients start over. Blocks
     * until done.
     *
     * <p>Fails with {@code NOT_FOUND} when there is no such store. Fails with {@code CONFLICT} when the app does not
     * fit the rows of that store, or running calls do not end in time. Fails with {@code UNSUPPORTED} when the store
     * has another log and can't begin an epoch. After a failure the previous store goes on.
     */
    void useStore(String provider);

    /**
     * Explains why the principal may or may not act on a row. Blocks while the store reads. Fails with
     * {@code NOT_FOUND} when there is no row of that id.
     *
     * @param id the id of the stored row, or null for an insert
     * @param draft the proposed values for an insert or update, or null
     */
    Explanation explain(Principal principal, Action action, Entity entity, String id, Draft draft);
}
