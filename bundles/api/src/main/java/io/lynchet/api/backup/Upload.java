// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.backup;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import org.osgi.annotation.versioning.ConsumerType;

/** An object that is being made. Used by one thread. */
@ConsumerType
public interface Upload extends Closeable {
    /** Takes the bytes; closing it does nothing. */
    OutputStream body();

    /** Makes the object durable and seen. At most once, after the last byte. */
    void commit() throws IOException;

    /** Ends it; without a commit nothing stays behind. */
    @Override
    void close() throws IOException;
}
