// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.data;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The name of the store that is in charge of a data directory, in a file of it. Without it a process that starts after a move would serve the rows
 * that were left behind, and writes to them would be lost for everybody else.
 */
final class StoreRecord {
    static final String FILE = "store-in-charge";

    private static final Logger LOG = LoggerFactory.getLogger(StoreRecord.class);
    private static final int NAME_CHARS_MAX = 100;

    private final Path file;
    private final FolderSync folderSync;
    private String known = "";

    /** Makes the names in a folder durable. */
    @FunctionalInterface
    interface FolderSync {
        void run(Path folder) throws IOException;
    }

    /** @param folder the data directory; null when nothing is to be remembered */
    StoreRecord(Path folder) {
        this(folder, StoreRecord::sync);
    }

    StoreRecord(Path folder, FolderSync folderSync) {
        this.file = folder == null ? null : folder.resolve(FILE);
        this.folderSync = folderSync;
    }

    /** Empty when none was ever in charge. */
    String read() {
        if (known.isEmpty() && file != null) {
            try {
                known = Files.readString(file, StandardCharsets.US_ASCII).strip();
                if (known.isEmpty() || known.length() > NAME_CHARS_MAX) {
                    known = "";
                    throw new LynchetException(
                            ErrorCode.CONFIGURATION_INVALID,
                            file + " has to hold the name of the store in charge, such as sqlite. Write it there.");
                }
            } catch (NoSuchFileException e) {
                return "";
            } catch (IOException e) {
                throw new LynchetException(ErrorCode.STORE_FAILED, file + " can't be read: " + e, e);
            }
        }
        return known;
    }

    /** In charge on return, and durable as far as the disk allows; after a failure it is the one before. */
    void write(String provider) {
        if (file == null || provider.equals(known)) {
            known = provider;
            return;
        }
        Path next = file.resolveSibling(FILE + ".new");
        try {
            Files.createDirectories(file.getParent());
            try (FileChannel channel = FileChannel.open(
                    next, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
                channel.write(StandardCharsets.US_ASCII.encode(provider + "\n"));
                channel.force(true);
            }
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new LynchetException(ErrorCode.STORE_FAILED, file + " can't be written: " + e, e);
        }
        known = provider;
        syncName();
    }

    /** Whoever starts reads the new name already. To fail now would leave calls with a store whose rows nobody sees after the next start. */
    private void syncName() {
        try {
            folderSync.run(file.getParent());
        } catch (IOException e) {
            LOG.warn("{} is written, but a crash of the machine may bring back the one before: {}", file, e, e);
        }
    }

    private static void sync(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
