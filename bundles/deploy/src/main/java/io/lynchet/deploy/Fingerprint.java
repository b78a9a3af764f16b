// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.deploy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;

/**
 * What a file looks like from outside; while a copy is still running, one of these changes.
 *
 * @param key identity of the file on its file system (inode), or null where there is none
 */
record Fingerprint(long size, FileTime modified, Object key) {

    /** Null when there is no such regular file any more. */
    static Fingerprint of(Path file) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return attributes.isRegularFile()
                    ? new Fingerprint(attributes.size(), attributes.lastModifiedTime(), attributes.fileKey())
                    : null;
        } catch (IOException e) {
            // It went away between the listing and this look, or may not be seen: to us it is not there.
            return null;
        }
    }
}
