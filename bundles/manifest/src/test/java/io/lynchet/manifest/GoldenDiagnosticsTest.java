// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.api.Diagnostic;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each file holds a manifest, a line of dashes, and every diagnostic that must come of it. */
class GoldenDiagnosticsTest {
    static Stream<Path> files() throws IOException, URISyntaxException {
        Path folder = Path.of(GoldenDiagnosticsTest.class.getResource("/golden").toURI());
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void read_reportsExactlyTheseProblems(Path file) throws IOException {
        String[] parts = Files.readString(file).split("\n-{10,}\n", 2);
        String found = ManifestReader.read(parts[0].getBytes(StandardCharsets.UTF_8), "m.json").diagnostics().stream()
                .map(Diagnostic::toString)
                .collect(Collectors.joining("\n"));
        assertThat(found).as(file.getFileName().toString()).isEqualTo(parts[1].strip());
    }

    @ParameterizedTest
    @MethodSource("files")
    void read_givesAManifestOnlyWithoutErrors(Path file) throws IOException {
        String[] parts = Files.readString(file).split("\n-{10,}\n", 2);
        var reading = ManifestReader.read(parts[0].getBytes(StandardCharsets.UTF_8), "m.json");
        assertThat(reading.manifest().isPresent()).isEqualTo(!parts[1].contains(": error "));
    }
}
