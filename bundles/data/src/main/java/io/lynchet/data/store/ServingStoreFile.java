// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.data.store;

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
 * The file in a data directory that names its serving store. Without it a process that starts after a move would serve
 * the old rows, and writes to them would be lost.
 */
public final class ServingStoreFile {
    static final String FILE = "store-in-charge";

    private static final Logger LOG = LoggerFactory.getLogger(ServingStoreFile.class);
    private static final int NAME_CHARS_MAX = 100;

    private final Path file;
    private final FolderSync folderSync;
    private String known = "";

    /** A function that makes the names in a folder durable. */
    @FunctionalInterface
    interface FolderSync {
        void run(Path folder) throws IOException;
    }

    /** @param folder the data directory, or null to remember nothing */
    public ServingStoreFile(Path folder) {
        this(folder, ServingStoreFile::sync);
    }

    ServingStoreFile(Path folder, FolderSync folderSync) {
        this.file = folder == null ? null : folder.resolve(FILE);
        this.folderSync = folderSync;
    }

    /** Returns the name, or empty when no store has served yet. */
    String read() {
        if (known.isEmpty() && file != null) {
            try {
                known = Files.readString(file, StandardCharsets.US_ASCII).strip();
                if (known.isEmpty() || known.length() > NAME_CHARS_MAX) {
                    known = "";
                    throw new LynchetException(
                            ErrorCode.CONFIGURATION_INVALID,
                            file + " must hold the name of the store that serves, such as sqlite. Write it there.");
                }
            } catch (NoSuchFileException e) {
                return "";
            } catch (IOException e) {
                throw new LynchetException(ErrorCode.STORE_FAILED, file + " can't be read: " + e, e);
            }
        }
        return known;
    }

    /** Writes the name, durably as far as the disk allows. After a failure the previous name stays. */
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

    /**
     * A process that starts reads the new name already. A failure now would leave calls with a store whose rows are not
     * served after the next start.
     */
    private void syncName() {
        try {
            folderSync.run(file.getParent());
        } catch (IOException e) {
            LOG.warn("{} is written, but a crash of the machine may bring back the previous version: {}", file, e, e);
        }
    }

    private static void sync(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
