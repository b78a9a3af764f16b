// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.backup;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.OptionalLong;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * One place with named objects. Names are of letters, digits, {@code . _ -}, with {@code /} between the parts; at most 300 characters. Methods
 * block for as long as the place needs, may be called by several threads, and fail with {@link IOException} when it does not do its work.
 */
@ConsumerType
public interface BackupPlace extends AutoCloseable {
    /** How people know it. */
    String location();

    /** Begins an object, which is there as soon as it is committed, whole, in place of one that had the name. */
    Upload create(String name) throws IOException;

    /** The object from its first byte on; {@link java.nio.file.NoSuchFileException} when there is none. The caller closes it. */
    InputStream read(String name) throws IOException;

    /** The objects whose names begin like that, by name; none when nothing was made there. What was not committed is not among them. */
    List<StoredObject> list(String prefix) throws IOException;

    /** Removes an object; one that is not there is no error. */
    void delete(String name) throws IOException;

    /**
     * Removes what is left of uploads that never ended, because their process was killed. Called while nobody else writes to the place. Without this method
     * nothing can be left.
     */
    default void removeUnfinished() throws IOException {}

    /** Bytes that can be added, or empty where nobody knows. */
    OptionalLong freeBytes() throws IOException;

    @Override
    void close() throws IOException;
}
