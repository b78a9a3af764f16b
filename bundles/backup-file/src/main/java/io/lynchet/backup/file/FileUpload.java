// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.backup.file;

import io.lynchet.api.blob.Upload;
import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.UUID;

/** An upload that writes a file under another name, syncs it, and renames it. */
final class FileUpload implements Upload {
    private static final int BUFFER_BYTES = 64 * 1024;

    private final Path file;
    private final Path unfinished;
    private final FileChannel channel;
    private final OutputStream body;
    private boolean committed;

    /** A body that does not pass on closing: its caller closes the layers above it. */
    private static final class Body extends FilterOutputStream {
        Body(OutputStream to) {
            super(to);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
        }

        @Override
        public void close() throws IOException {
            flush();
        }
    }

    FileUpload(Path root, Path file) throws IOException {
        this.file = file;
        this.unfinished = file.resolveSibling(
                file.getFileName() + "." + UUID.randomUUID().toString().substring(0, 8) + FileLocation.UNFINISHED);
        Files.createDirectories(file.getParent(), ownerOnly(root, "rwx------"));
        this.channel = FileChannel.open(
                unfinished,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                ownerOnly(root, "rw-------"));
        this.body = new Body(new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER_BYTES));
    }

    // A backup holds everything, also password digests.
    private static FileAttribute<?>[] ownerOnly(Path near, String permissions) {
        return near.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }

    @Override
    public OutputStream body() {
        return body;
    }

    @Override
    public void commit() throws IOException {
        body.flush();
        channel.force(true);
        channel.close();
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        committed = true;
        try (FileChannel names = FileChannel.open(file.getParent(), StandardOpenOption.READ)) {
            names.force(true);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
        if (!committed) {
            Files.deleteIfExists(unfinished);
        }
    }
}
