// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.store;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import java.nio.file.Path;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A factory that opens stores in folders of their own, beside the store that serves. It serves to restore or try a
 * backup, or to read the store of a data directory that no process uses. A provider that keeps its rows in files
 * registers one as a service with the property {@link Store#PROVIDER}. Thread-safe.
 */
@ConsumerType
public interface StoreFactory {
    /** Returns whether the folder holds a store of this provider. */
    boolean isIn(Path folder);

    /**
     * Opens the store in the folder, or creates an empty one there. The provider finds this store when it later serves
     * with the folder as its data directory.
     *
     * @throws io.lynchet.api.LynchetException {@code CONFLICT} when the store is open already, {@code STORE_DAMAGED},
     *     {@code STORE_FULL}, {@code STORE_FAILED}
     */
    OwnedStore open(Path folder);

    /**
     * Replaces the store that serves from the data directory with the store in a folder. The old store leaves, callers
     * wait, and the new store starts as if the provider had just been started. Blocks until then. A crash leaves one of
     * the two in place.
     *
     * <p>Fails with {@code UNSUPPORTED} when no store of this provider serves from files. Fails with
     * {@code STORE_FAILED} when the files can't be moved; then nothing has changed.
     *
     * @param folder holds a closed store, on the same disk as the data directory
     * @return the place where the old store is kept
     */
    default Path exchange(Path folder) {
        throw new LynchetException(ErrorCode.UNSUPPORTED, "This store can't be replaced while it serves.");
    }
}
