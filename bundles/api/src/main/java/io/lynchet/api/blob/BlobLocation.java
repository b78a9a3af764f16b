// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.blob;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.OptionalLong;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A location that stores named objects. Names consist of letters, digits and {@code . _ -}, with {@code /} between the
 * parts; at most 300 characters. Methods block while the location works, may be called by several threads, and fail
 * with {@link IOException} when the location fails.
 */
@ConsumerType
public interface BlobLocation extends AutoCloseable {
    /** Returns the location in readable form. */
    String location();

    /** Begins an object. It appears when it is committed, as a whole, and replaces an object of the same name. */
    Upload create(String name) throws IOException;

    /**
     * Returns the content of an object from its first byte on. Fails with {@link java.nio.file.NoSuchFileException}
     * when there is none. The caller closes the stream.
     */
    InputStream read(String name) throws IOException;

    /**
     * Returns the objects whose names begin with the prefix, by name; empty when nothing was stored there. Uncommitted
     * objects are not included.
     */
    List<StoredObject> list(String prefix) throws IOException;

    /** Deletes an object; a missing one is no error. */
    void delete(String name) throws IOException;

    /**
     * Removes the remains of uploads that never ended, because their process was killed. Called while nobody else
     * writes to the location. An implementation whose uploads leave no remains needs no override. Default: does
     * nothing.
     */
    default void removeUnfinished() throws IOException {}

    /** Returns the free bytes, or empty when unknown. */
    OptionalLong freeBytes() throws IOException;

    @Override
    void close() throws IOException;
}
