// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.store.sqlite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * The mode of files that only their owner may open, where the system knows owners. SQLite creates its log and its index
 * with the mode of the database.
 */
final class OwnerOnly {
    private static final Set<PosixFilePermission> MODE = PosixFilePermissions.fromString("rw-------");

    private OwnerOnly() {}

    /** Returns the attributes for a new file at that path. */
    static FileAttribute<?>[] mode(Path file) {
        return isPosix(file)
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(MODE)}
                : new FileAttribute<?>[0];
    }

    /**
     * Removes the permissions of others from a file, if it exists, without opening it, which would cost SQLite its
     * locks.
     */
    static void take(Path file) throws IOException {
        if (isPosix(file) && Files.exists(file) && !MODE.containsAll(Files.getPosixFilePermissions(file))) {
            Files.setPosixFilePermissions(file, MODE);
        }
    }

    private static boolean isPosix(Path file) {
        return file.getFileSystem().supportedFileAttributeViews().contains("posix");
    }
}
