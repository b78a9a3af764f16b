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

/** Keeps a second store, of this process or another, away from the data. The system takes it back when the process dies. */
final class FolderLock implements AutoCloseable {
    private final FileChannel channel;

    private FolderLock(FileChannel channel) {
        this.channel = channel;
    }

    /** {@code CONFLICT} when another store has it. */
    static FolderLock take(Path file) throws IOException {
        OwnerOnly.take(file);
        FileChannel channel = FileChannel.open(
                file, Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE), OwnerOnly.mode(file));
        FileLock lock = null;
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException e) {
            // Held by another store of this very process; told below like any other.
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

    /** The file stays: removing it would let a third one lock a file that nobody can see. */
    @Override
    public void close() throws IOException {
        channel.close();
    }
}
