// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.blob;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import org.osgi.annotation.versioning.ConsumerType;

/** An object during its creation. Used by one thread. */
@ConsumerType
public interface Upload extends Closeable {
    /** Returns the stream for the bytes; closing it does nothing. */
    OutputStream body();

    /** Makes the object durable and visible. Called at most once, after the last byte. */
    void commit() throws IOException;

    /** Ends the upload; without a commit it leaves nothing behind. */
    @Override
    void close() throws IOException;
}
