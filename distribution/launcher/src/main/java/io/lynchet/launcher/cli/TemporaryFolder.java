// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.launcher.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A temporary folder that is deleted, with its content, after use. */
public record TemporaryFolder(Path path) implements AutoCloseable {

    /** Creates one in the folder for temporary files. Throws {@link Refusal} when that can't be written to. */
    public static TemporaryFolder make() {
        try {
            return new TemporaryFolder(Files.createTempDirectory("lynchet-"));
        } catch (IOException e) {
            throw Refusal.error(
                    "cannot write to the folder for temporary files: " + e + ".\n  Name another one to Java:"
                            + " -Djava.io.tmpdir=/path (LYNCHET_JAVA_OPTS of bin/lynchet).",
                    e);
        }
    }

    /** Creates one in a folder, which is created if missing. Throws {@link Refusal} when that can't be written to. */
    public static TemporaryFolder makeIn(Path folder) {
        try {
            Files.createDirectories(folder);
            return new TemporaryFolder(Files.createTempDirectory(folder, "lynchet-"));
        } catch (IOException e) {
            throw Refusal.error("cannot write to " + folder + ": " + e + ".\n  Name another folder.", e);
        }
    }

    @Override
    public void close() throws IOException {
        List<Path> files;
        try (Stream<Path> found = Files.walk(path)) {
            files = found.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : files) {
            Files.delete(file);
        }
    }
}
