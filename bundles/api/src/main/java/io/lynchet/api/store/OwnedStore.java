// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.store;

import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/** A store that belongs to whoever opened it. */
@ConsumerType
public interface OwnedStore extends Store, AutoCloseable {
    /** Looks at everything that is stored and gives what is damaged, in words; empty when all is well. Blocks for as long as reading it takes. */
    List<String> damages();

    /** Finishes what was accepted and lets go of the files. Everything is in them by then, so that they can be moved. */
    @Override
    void close();
}
