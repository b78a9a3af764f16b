// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.itests.process.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A page of the documentation, for what its blocks of code show. */
final class GuidePage {
    static final Path REPOSITORY = Path.of("../..");
    private static final Path DOCS = REPOSITORY.resolve("distribution/src/main/docs");
    private static final String FENCE = "```";

    /** @param language as it stands behind the fence; may be empty */
    record Block(String language, List<String> lines) {}

    private GuidePage() {}

    static List<Block> blocks(String page) throws IOException {
        List<Block> found = new ArrayList<>();
        Block open = null;
        for (String line : Files.readAllLines(DOCS.resolve(page))) {
            if (open != null && line.equals(FENCE)) {
                found.add(open);
                open = null;
            } else if (open != null) {
                open.lines().add(line);
            } else if (line.startsWith(FENCE)) {
                open = new Block(line.substring(FENCE.length()), new ArrayList<>());
            }
        }
        return found;
    }

    /** Copies the app with which the pages work, without what a run of it has left. */
    static void copyTodoApp(Path to) throws IOException {
        Path from = REPOSITORY.resolve("distribution/apps/todo");
        List<Path> files;
        try (Stream<Path> walk = Files.walk(from)) {
            files = walk.filter(Files::isRegularFile)
                    .filter(file -> !file.toString().contains(".lynchet"))
                    .toList();
        }
        for (Path file : files) {
            Path target = to.resolve(from.relativize(file).toString());
            Files.createDirectories(target.getParent());
            Files.copy(file, target);
        }
    }
}
