// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.store.sqlite;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;

/**
 * A lock that keeps a second store, of this process or another, away from the data. The system releases it when the
 * process dies.
 */
final class FolderLock implements AutoCloseable {
    private final FileChannel channel;

    private FolderLock(FileChannel channel) {
        this.channel = channel;
    }

    /** Takes the lock. Fails with {@code CONFLICT} when another store has it. */
    static FolderLock take(Path file) throws IOException {
        OwnerOnly.take(file);
        FileChannel channel = FileChannel.open(
                file, Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE), OwnerOnly.mode(file));
        FileLock lock = null;
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException e) {
            // Another store of this process has the lock; reported below like any other.
            lock = null;
        } finally {
            if (lock == null) {
                channel.close();
            }
        }
        if (lock == null) {
            throw new LynchetException(
                    ErrorCode.CONFLICT, "the data is in use by another store (" + file.getFileName() + " is locked)");
        }
        return new FolderLock(channel);
    }

    /**
     * Releases the lock. The file stays: after a removal, a third store could lock a file that no other store can see.
     */
    @Override
    public void close() throws IOException {
        channel.close();
    }
}
