// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.api.schema.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileManifestsTest {
    private static final String SMALL = """
            {"manifest_version":1,"name":"a","version":"1","routes":[],
             "entities":[{"name":"Note","fields":[{"name":"text","type":"string","optional":false,"unique":false}],"indexes":[]}]}
            """;

    @TempDir
    Path folder;

    @Test
    void read_missingFile_isADiagnosticThatSaysWhatToDo() {
        var reading = new FileManifests(folder.resolve("manifest.json")).read();
        assertThat(reading.manifest()).isEmpty();
        assertThat(reading.diagnostics())
                .singleElement()
                .satisfies(d -> assertThat(d.toString())
                        .contains("There is no manifest")
                        .contains("lynchet init"));
    }

    @Test
    void read_goodFile_givesTheManifest() throws Exception {
        Path file = Files.writeString(folder.resolve("manifest.json"), SMALL);
        var manifest = new FileManifests(file).read().manifest().orElseThrow();
        assertThat(manifest.name()).isEqualTo("a");
        assertThat(manifest.entities())
                .singleElement()
                .satisfies(e -> assertThat(e.fields()).hasSize(2));
    }

    @Test
    void read_hiddenUserFields_areForTheServerOnly() throws Exception {
        Path file = Files.writeString(folder.resolve("manifest.json"), """
                {"manifest_version":1,"name":"a","version":"1","routes":[],"policies":[],
                 "entities":[{"name":"Person","fields":[{"name":"nick","type":"string"},{"name":"phone","type":"string"},
                   {"name":"passwordHash","type":"string","optional":true}],"indexes":[]}],
                 "auth":{"user":{"entity":"Person","hide":["phone"]}}}""");
        var manifest = new FileManifests(file).read().manifest().orElseThrow();
        assertThat(manifest.entities().get(0).fields())
                .filteredOn(Field::serverOnly)
                .extracting(Field::name)
                .containsExactly("phone", "passwordHash");
    }

    @Test
    void read_whatTheServerKnowsOfPeople_isWrittenByTheServer() throws Exception {
        String text = """
                {"manifest_version":1,"name":"a","version":"1","routes":[],"policies":[],
                 "entities":[{"name":"Person","fields":[{"name":"email","type":"string"},{"name":"nick","type":"string"},
                   {"name":"displayName","type":"string"},{"name":"emailVerified","type":"bool"},
                   {"name":"createdAt","type":"datetime"}],"indexes":[]}],
                 "auth":{"user":{"entity":"Person"}}}""";
        assertThat(serverWritten(text)).containsExactly("email", "emailVerified", "createdAt");
        assertThat(serverWritten(text.replace("{\"entity\":\"Person\"}", "{}"))).isEmpty();
    }

    private List<String> serverWritten(String text) throws Exception {
        Path file = Files.writeString(folder.resolve("manifest.json"), text);
        return new FileManifests(file)
                .read().manifest().orElseThrow().entities().get(0).fields().stream()
                        .filter(Field::serverWritten)
                        .map(Field::name)
                        .toList();
    }

    @Test
    void watch_changedFile_callsBackOnceItIsStable() throws Exception {
        Path file = Files.writeString(folder.resolve("manifest.json"), SMALL);
        CountDownLatch called = new CountDownLatch(1);
        try (AutoCloseable watch = new FileManifests(file).watch(called::countDown)) {
            Files.writeString(file, SMALL + "\n");
            assertThat(called.await(10, TimeUnit.SECONDS)).isTrue();
        }
    }
}
