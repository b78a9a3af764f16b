// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.backup.file;

import io.lynchet.api.blob.BlobLocation;
import io.lynchet.api.blob.StoredObject;
import io.lynchet.api.blob.Upload;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A location that is a folder; objects are files in it. */
final class FileLocation implements BlobLocation {
    /** The ending of files that are being written. */
    static final String UNFINISHED = ".part";

    private static final int NAME_LENGTH_MAX = 300;
    // No part begins with a dot, so that no name leads out of the folder or is hidden.
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]*(/[A-Za-z0-9_-][A-Za-z0-9._-]*)*");

    private final Path folder;

    FileLocation(Path folder) {
        this.folder = folder;
    }

    private Path file(String name) {
        if (name.length() > NAME_LENGTH_MAX
                || name.endsWith(UNFINISHED)
                || !NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("name of an object: " + name);
        }
        return folder.resolve(name);
    }

    @Override
    public String location() {
        return folder.toString();
    }

    @Override
    public Upload create(String name) throws IOException {
        return new FileUpload(folder, file(name));
    }

    @Override
    public InputStream read(String name) throws IOException {
        return Files.newInputStream(file(name));
    }

    @Override
    public List<StoredObject> list(String prefix) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        List<StoredObject> found = new ArrayList<>();
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                String name = folder.relativize(file).toString().replace(File.separator, "/");
                if (attributes.isRegularFile() && !name.endsWith(UNFINISHED) && name.startsWith(prefix)) {
                    found.add(new StoredObject(name, attributes.size()));
                }
                return FileVisitResult.CONTINUE;
            }

            // Other processes write and remove files meanwhile.
            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
                if (failure instanceof NoSuchFileException) {
                    return FileVisitResult.CONTINUE;
                }
                throw failure;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path gone, IOException failure) throws IOException {
                return failure == null ? FileVisitResult.CONTINUE : visitFileFailed(gone, failure);
            }
        });
        found.sort(Comparator.comparing(StoredObject::name));
        return found;
    }

    @Override
    public void delete(String name) throws IOException {
        remove(file(name));
    }

    @Override
    public void removeUnfinished() throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        List<Path> left;
        try (Stream<Path> files = Files.walk(folder)) {
            left = files.filter(file -> file.getFileName().toString().endsWith(UNFINISHED))
                    .toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        for (Path file : left) {
            remove(file);
        }
    }

    private void remove(Path file) throws IOException {
        Files.deleteIfExists(file);
        // Empty folders would stay for good.
        for (Path parent = file.getParent(); !parent.equals(folder) && isEmpty(parent); parent = parent.getParent()) {
            Files.deleteIfExists(parent);
        }
    }

    private static boolean isEmpty(Path parent) throws IOException {
        if (!Files.isDirectory(parent)) {
            return false;
        }
        try (Stream<Path> entries = Files.list(parent)) {
            return entries.findAny().isEmpty();
        }
    }

    @Override
    public OptionalLong freeBytes() throws IOException {
        Path there = folder;
        while (there != null && !Files.exists(there)) {
            there = there.getParent();
        }
        return there == null
                ? OptionalLong.empty()
                : OptionalLong.of(Files.getFileStore(there).getUsableSpace());
    }

    @Override
    public void close() {
        // It holds nothing.
    }
}
