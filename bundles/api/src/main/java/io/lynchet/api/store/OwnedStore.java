// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.store;

import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/** A store that belongs to the code that opened it. */
@ConsumerType
public interface OwnedStore extends Store, AutoCloseable {
    /**
     * Checks all stored data and returns a description of each damage; empty when there is none. Blocks while it reads
     * everything.
     */
    List<String> damages();

    /** Finishes the accepted commits and releases the files. The files are complete then and can be moved. */
    @Override
    void close();
}
