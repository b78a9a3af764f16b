// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.distribution;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.stream.Stream;

/**
 * One jar of the distribution.
 *
 * @param key {@code group:artifact}
 * @param symbolicName of the bundle, or the artifact name when the jar is none
 */
record Artifact(String key, String version, String symbolicName, Path file) {

    /** Reads a folder in the layout of a Maven repository. */
    static List<Artifact> in(Path repository) throws IOException {
        try (Stream<Path> files = Files.walk(repository)) {
            return files.filter(file -> file.toString().endsWith(".jar"))
                    .sorted()
                    .map(file -> of(repository, file))
                    .toList();
        }
    }

    private static Artifact of(Path repository, Path file) {
        Path version = file.getParent();
        Path artifact = version.getParent();
        String group = repository
                .relativize(artifact.getParent())
                .toString()
                .replace(file.getFileSystem().getSeparator(), ".");
        String name = artifact.getFileName().toString();
        String symbolicName = header(file, "Bundle-SymbolicName");
        return new Artifact(
                group + ":" + name,
                version.getFileName().toString(),
                symbolicName == null ? name : symbolicName.split(";")[0].strip(),
                file);
    }

    private static String header(Path file, String name) {
        try (JarFile jar = new JarFile(file.toFile())) {
            Manifest manifest = jar.getManifest();
            return manifest == null ? null : manifest.getMainAttributes().getValue(name);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException("cannot read " + file, e);
        }
    }

    /** A header of its manifest, or null. */
    String header(String name) {
        return header(file, name);
    }

    boolean isOurs() {
        return key.startsWith("io.lynchet:");
    }

    String id() {
        return key + ":" + version;
    }
}
