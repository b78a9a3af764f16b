// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PackedFeaturesTest {
    @TempDir
    Path folder;

    private PackedFeatures pack(String text) throws IOException {
        Artifact a = new Jars(folder.resolve("jars")).jar("g", "a", "Bundle-SymbolicName: the.name\n");
        Path features = Files.createDirectories(folder.resolve("features"));
        Files.writeString(features.resolve("sample.json"), text);
        return new PackedFeatures(features, Map.of(a.key(), a));
    }

    @Test
    void pack_fillsInVersionAndName() throws IOException {
        PackedFeatures features = pack("{\"bundles\": [{\"id\": \"g:a\", \"start-level\": 3, \"flat\": true}]}");
        assertThat(features.texts())
                .containsEntry(
                        "sample",
                        "{\"bundles\": [{\"id\": \"g:a:1.0\", \"symbolic-name\": \"the.name\", \"start-level\": 3, \"flat\": true}]}\n");
        assertThat(features.flat()).containsKey("g:a");
        assertThat(features.nested()).isEmpty();
    }

    @Test
    void pack_artifactThatIsNotThere_saysWhatToDo() {
        assertThatThrownBy(() -> pack("{\"bundles\": [{\"id\": \"g:b\"}]}"))
                .hasMessageContaining("sample.json names g:b")
                .hasMessageContaining("distribution/pom.xml");
    }
}
