// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.itests.tidy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.function.Supplier;

/** One file of the repository: its path with forward slashes from the root, its size, and its text when asked. */
public record RepoFile(String path, long bytes, Supplier<String> content) {

    private static final Set<String> TEXT = Set.of(
            "java",
            "md",
            "xml",
            "json",
            "js",
            "ts",
            "html",
            "css",
            "sh",
            "txt",
            "properties",
            "bnd",
            "yml",
            "yaml",
            "bndrun",
            "conf",
            "config",
            "http");

    /** A file made up for a test of a rule. */
    public static RepoFile of(String path, String text) {
        return new RepoFile(path, text.getBytes(StandardCharsets.UTF_8).length, () -> text);
    }

    static RepoFile at(Path root, Path file) {
        String path = root.relativize(file).toString().replace('\\', '/');
        try {
            return new RepoFile(path, Files.size(file), () -> read(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException("Can't read " + file + " as UTF-8", e);
        }
    }

    /** The text of the file; only for files that {@link #isText}. */
    public String text() {
        return content.get();
    }

    /** The file's name without its folder. */
    public String name() {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /** Whether the ending of the name says that this is text. */
    public boolean isText() {
        return TEXT.contains(name().substring(name().lastIndexOf('.') + 1));
    }

    /** Whether this is Java source. */
    public boolean isJava() {
        return path.endsWith(".java");
    }

    /** Whether this is Java source that ships, not a test. The kits and the tests of the whole do not ship. */
    public boolean isProduct() {
        return isJava() && path.contains("/src/main/") && !path.startsWith("itests/");
    }
}
