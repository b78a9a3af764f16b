// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.client.js;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs the tests in {@code src/test/js} with Node, once against the sources and once against the file that is served.
 */
class NodeTestsTest {
    private static final Path SOURCES = Path.of("src/main/js/index.js").toAbsolutePath();
    private static final long PATIENCE_SECONDS = 180;

    @TempDir
    Path folder;

    @Test
    void testsInJavaScript_ofTheSources_pass() throws Exception {
        run(SOURCES);
    }

    @Test
    void testsInJavaScript_ofTheServedModule_pass() throws Exception {
        run(Files.write(folder.resolve("client.mjs"), ClientModule.joined()));
    }

    private void run(Path client) throws IOException, InterruptedException {
        Path said = folder.resolve("said.txt");
        List<String> command = new ArrayList<>(List.of("node", "--experimental-websocket", "--test"));
        try (Stream<Path> files = Files.list(Path.of("src/test/js"))) {
            files.map(Path::toString)
                    .filter(name -> name.endsWith(".test.js"))
                    .sorted()
                    .forEach(command::add);
        }
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said.toFile());
        builder.environment().put("LYNCHET_CLIENT", client.toUri().toString());
        Process process = start(builder);
        try {
            assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS))
                    .as("Node has ended")
                    .isTrue();
            String text = Files.readString(said);
            assertThat(process.exitValue()).as(text).isZero();
            // Without tests Node is content, too.
            assertThat(text).containsPattern("# pass [1-9][0-9]+");
        } finally {
            process.destroyForcibly();
        }
    }

    private static Process start(ProcessBuilder builder) {
        try {
            return builder.start();
        } catch (IOException e) {
            throw new AssertionError(
                    "These tests need Node 20 or later as \"node\" on the path; install it (Debian: apt install nodejs).",
                    e);
        }
    }
}
