// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.store;

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
}
