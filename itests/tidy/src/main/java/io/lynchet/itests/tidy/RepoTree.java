// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.itests.tidy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What the rules look at: all files of a working copy, without what a build or a tool made. */
public final class RepoTree {

    private static final Set<String> MADE = Set.of(".git", "target", ".idea", ".settings", ".vscode", ".lynchet");

    private final List<RepoFile> files;
    private List<JavaSource> sources;

    private RepoTree(List<RepoFile> files) {
        this.files = List.copyOf(files);
    }

    /** A tree made up for a test of a rule. */
    public static RepoTree of(RepoFile... files) {
        return new RepoTree(List.of(files));
    }

    /** The working copy that contains {@code start}: the nearest folder above with both a pom.xml and bundles/. */
    public static RepoTree around(Path start) {
        return read(rootAround(start));
    }

    /** The root folder of the working copy that contains {@code start}. */
    public static Path rootAround(Path start) {
        for (Path dir = start.toAbsolutePath(); dir != null; dir = dir.getParent()) {
            if (Files.isRegularFile(dir.resolve("pom.xml")) && Files.isDirectory(dir.resolve("bundles"))) {
                return dir;
            }
        }
        throw new IllegalStateException("No folder above " + start + " has a pom.xml and bundles/");
    }

    private static RepoTree read(Path root) {
        List<RepoFile> found = new ArrayList<>();
        try {
            Files.walkFileTree(root, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes) {
                    boolean made =
                            !dir.equals(root) && MADE.contains(dir.getFileName().toString());
                    return made ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    // In a linked working copy .git is a file.
                    if (!MADE.contains(file.getFileName().toString())) {
                        found.add(RepoFile.at(root, file));
                    }
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new RepoTree(found);
    }

    /** All files, in no particular order. */
    public Stream<RepoFile> files() {
        return files.stream();
    }

    /** The file at exactly this path. */
    public Optional<RepoFile> file(String path) {
        return files().filter(f -> f.path().equals(path)).findFirst();
    }

    /** Whether something lives at this path: a file, or a folder with a file in it. */
    public boolean has(String path) {
        return files().anyMatch(f -> f.path().equals(path) || f.path().startsWith(path + "/"));
    }

    /** All Java sources, parsed once however many rules ask. */
    public List<JavaSource> sources() {
        if (sources == null) {
            sources = JavaSource.parse(files().filter(RepoFile::isJava).toList());
        }
        return sources;
    }

    /** The parts, sorted by folder. */
    public List<Part> parts() {
        return files().map(RepoFile::path)
                .filter(path -> path.endsWith("/pom.xml"))
                .map(path -> path.substring(0, path.lastIndexOf('/')))
                .filter(Part::at)
                .sorted()
                .map(Part::new)
                .toList();
    }
}
