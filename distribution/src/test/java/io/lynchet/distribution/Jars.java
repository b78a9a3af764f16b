// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.distribution;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Makes small jars for tests, in the layout of a repository. */
final class Jars {
    private final Path repository;

    Jars(Path repository) {
        this.repository = repository;
    }

    /** @param content names and texts in turn */
    Artifact jar(String group, String artifact, String headers, String... content) throws IOException {
        Path file = repository.resolve(group.replace('.', '/') + "/" + artifact + "/1.0/" + artifact + "-1.0.jar");
        Files.createDirectories(file.getParent());
        try (OutputStream out = Files.newOutputStream(file);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            put(zip, "META-INF/MANIFEST.MF", "Manifest-Version: 1.0\n" + headers + "\n");
            for (int i = 0; i < content.length; i += 2) {
                put(zip, content[i], content[i + 1]);
            }
        }
        return Artifact.in(repository).stream()
                .filter(one -> one.key().equals(group + ":" + artifact))
                .findFirst()
                .orElseThrow();
    }

    private static void put(ZipOutputStream zip, String name, String text) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(text.getBytes(StandardCharsets.UTF_8));
        zip.closeEntry();
    }
}
