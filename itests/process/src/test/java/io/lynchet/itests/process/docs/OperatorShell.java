// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.itests.process.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.itests.process.app.LynchetProcess;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** Somebody's terminal, with {@code lynchet} on the path: types what a page shows. */
final class OperatorShell {
    private static final String PROGRAMS = """
            set -e
            lynchet() { %s "$@"; }
            command -v jq >/dev/null || jq() { cat; }
            """;

    private OperatorShell() {}

    /** Returns what the lines print; fails when one of them does. */
    static String type(Path folder, Map<String, String> environment, String lines) throws Exception {
        String lynchet =
                LynchetProcess.program().stream().map(word -> "'" + word + "'").collect(Collectors.joining(" "));
        ProcessBuilder builder = new ProcessBuilder("sh", "-c", PROGRAMS.formatted(lynchet) + lines)
                .directory(folder.toFile())
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("LYNCHET_"));
        builder.environment().putAll(environment);
        Process shell = builder.start();
        String said = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(shell.waitFor(60, TimeUnit.SECONDS)).as(lines).isTrue();
        assertThat(shell.exitValue()).as(lines + "\n" + said).isZero();
        return said;
    }
}
