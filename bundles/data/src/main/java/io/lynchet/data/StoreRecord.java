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

/**
 * The name of the store that is in charge of a data directory, in a file of it. Without it a process that starts after a move would serve the rows
 * that were left behind, and writes to them would be lost for everybody else.
 */
final class StoreRecord {
    static final String FILE = "store-in-charge";

    private static final int NAME_CHARS_MAX = 100;

    private final Path file;
    private String known = "";

    /** @param folder the data directory; null when nothing is to be remembered */
    StoreRecord(Path folder) {
        file = folder == null ? null : folder.resolve(FILE);
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

    /** Durable on return. */
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
            try (FileChannel folder = FileChannel.open(file.getParent(), StandardOpenOption.READ)) {
                folder.force(true);
            }
        } catch (IOException e) {
            throw new LynchetException(ErrorCode.STORE_FAILED, file + " can't be written: " + e, e);
        }
        known = provider;
    }
}
