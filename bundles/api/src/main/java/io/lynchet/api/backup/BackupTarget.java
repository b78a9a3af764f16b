// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.backup;

import io.lynchet.api.blob.BlobLocation;
import java.io.IOException;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A kind of location for backups. A bundle registers one as a service with the property {@link #SCHEME}. Thread-safe.
 */
@ConsumerType
public interface BackupTarget {
    /** The service property with the scheme, the part of locations before {@code :}, such as {@code s3}; a String. */
    String SCHEME = "lynchet.backup.scheme";

    /**
     * Opens a location, which may be empty. Nothing is created there before the first object.
     *
     * @param location with its scheme; a location without one has the scheme {@code file}
     * @throws io.lynchet.api.LynchetException {@code INVALID_PARAMETER} for an invalid location
     * @throws IOException when the location can't be reached
     */
    BlobLocation open(String location) throws IOException;
}
