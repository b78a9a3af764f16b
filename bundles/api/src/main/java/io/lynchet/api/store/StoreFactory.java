// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.store;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import java.nio.file.Path;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Opens stores in folders of their own, beside the one that serves: to restore a backup, to try one, to read one of a data directory that no
 * process runs on. A provider that keeps its rows in files registers one as a service with the property {@link Store#PROVIDER}. Thread-safe.
 */
@ConsumerType
public interface StoreFactory {
    /** Whether the folder holds a store of this provider. */
    boolean isIn(Path folder);

    /**
     * Opens the store in the folder, or makes an empty one there. It is found by the provider when it serves from this folder as the data
     * directory.
     *
     * @throws io.lynchet.api.LynchetException {@code CONFLICT} when it is open already, {@code STORE_DAMAGED}, {@code STORE_FULL},
     *     {@code STORE_FAILED}
     */
    OwnedStore open(Path folder);

    /**
     * Puts the store in a folder in the place of the one that serves from the data directory: that one leaves, callers wait, and the other one comes as if the
     * provider had been started anew. Blocks until then. A crash leaves the one or the other. {@code UNSUPPORTED} when no store of this provider serves from
     * files, {@code STORE_FAILED} when the files can't be moved; then nothing has changed.
     *
     * @param folder holds a store that is closed, on the same disk as the data directory
     * @return where the one that served is kept
     */
    default Path exchange(Path folder) {
        throw new LynchetException(ErrorCode.UNSUPPORTED, "This store can't be replaced while it serves.");
    }
}
