// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.deploy.dropin;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;

/**
 * The outer properties of a file. While a copy is being written, one of them changes.
 *
 * @param key the identity of the file on its file system (inode), or null where there is none
 */
public record FileFingerprint(long size, FileTime modified, Object key) {

    /** Returns the fingerprint of a regular file, or null when there is none any more. */
    public static FileFingerprint of(Path file) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return attributes.isRegularFile()
                    ? new FileFingerprint(attributes.size(), attributes.lastModifiedTime(), attributes.fileKey())
                    : null;
        } catch (IOException e) {
            // It was removed between the listing and this call, or may not be read; both count as missing.
            return null;
        }
    }
}
