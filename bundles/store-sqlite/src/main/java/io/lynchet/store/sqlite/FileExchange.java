// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.store.sqlite;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * The exchange of a database for another. A durable note records it first, and from then on the new database counts.
 * Whoever opens the database completes the exchange before, also after a crash.
 */
final class FileExchange {
    private FileExchange() {}

    private static Path note(StoreFiles files) {
        return files.database().resolveSibling(files.database().getFileName() + ".exchange");
    }

    /**
     * Writes the note, durably.
     *
     * @param incoming a closed database on the same disk
     * @param kept the folder for the present database
     */
    static void begin(StoreFiles files, Path incoming, Path kept) throws IOException {
        if (!Files.isRegularFile(incoming)) {
            throw new LynchetException(ErrorCode.STORE_FAILED, "there is no database " + incoming);
        }
        Path note = note(files);
        Path unfinished = note.resolveSibling(note.getFileName() + ".new");
        try (FileChannel channel = FileChannel.open(
                unfinished,
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE)) {
            channel.write(
                    StandardCharsets.UTF_8.encode(incoming.toAbsolutePath() + "\n" + kept.toAbsolutePath() + "\n"));
            channel.force(true);
        }
        Files.move(unfinished, note, StandardCopyOption.ATOMIC_MOVE);
        DataFile.sync(note.toAbsolutePath().getParent());
    }

    /** Completes the exchange of the note; does nothing without one. The database must not be open. */
    static void finish(StoreFiles files) throws IOException {
        Path note = note(files);
        if (!Files.exists(note)) {
            return;
        }
        List<String> lines = Files.readAllLines(note, StandardCharsets.UTF_8);
        Path incoming = Path.of(lines.get(0));
        Path folder = files.database().toAbsolutePath().getParent();
        if (Files.exists(incoming)) {
            Path kept = Path.of(lines.get(1));
            Files.createDirectories(kept);
            for (Path old : List.of(files.database(), files.wal(), files.shared())) {
                if (Files.exists(old)) {
                    Files.move(old, kept.resolve(old.getFileName()), StandardCopyOption.ATOMIC_MOVE);
                }
            }
            DataFile.sync(kept);
            DataFile.sync(folder);
            Files.move(incoming, files.database(), StandardCopyOption.ATOMIC_MOVE);
            DataFile.sync(folder);
        }
        Files.delete(note);
        DataFile.sync(folder);
    }
}
