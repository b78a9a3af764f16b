// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.backup;

import java.io.IOException;
import org.osgi.annotation.versioning.ConsumerType;

/** A kind of place where backups can be kept. A bundle registers one as a service with the property {@link #SCHEME}. Thread-safe. */
@ConsumerType
public interface BackupTarget {
    /** Service property, String: what locations of this kind begin with, before {@code :}, such as {@code s3}. */
    String SCHEME = "lynchet.backup.scheme";

    /**
     * The place at a location, which need not hold anything yet. Nothing is made there before the first object is.
     *
     * @param location with its scheme; a location without one is of the scheme {@code file}
     * @throws io.lynchet.api.LynchetException {@code INVALID_PARAMETER} for a location that can't be one
     * @throws IOException when it can't be reached
     */
    BackupPlace open(String location) throws IOException;
}
