// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A temporary folder that is gone, with what is in it, after use. */
record Scratch(Path path) implements AutoCloseable {

    /** In the folder for temporary files; {@link Refusal} when it can't be written to. */
    static Scratch make() {
        try {
            return new Scratch(Files.createTempDirectory("lynchet-"));
        } catch (IOException e) {
            throw Refusal.error(
                    "cannot write to the folder for temporary files: " + e + ".\n  Name another one to Java:"
                            + " -Djava.io.tmpdir=/path (LYNCHET_JAVA_OPTS of bin/lynchet).",
                    e);
        }
    }

    /** In a folder that is made if it is absent; {@link Refusal} when that can't be written to. */
    static Scratch makeIn(Path folder) {
        try {
            Files.createDirectories(folder);
            return new Scratch(Files.createTempDirectory(folder, "lynchet-"));
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
