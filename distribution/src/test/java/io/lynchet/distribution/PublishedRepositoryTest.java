// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PublishedRepositoryTest {
    @TempDir
    Path repository;

    @Test
    void finish_twice_leavesOneChecksumOfWhatIsThere_andNoNotes() throws IOException {
        Path jar = repository.resolve("org/example/a/1/a-1.jar");
        Files.createDirectories(jar.getParent());
        Files.writeString(jar, "old");
        PublishedRepository.finish(repository);
        Files.writeString(jar, "abc");
        Files.writeString(jar.resolveSibling("_remote.repositories"), "a-1.jar>=");
        Files.writeString(jar.resolveSibling("maven-metadata-local.xml"), "<metadata/>");
        PublishedRepository.finish(repository);
        assertThat(jar.resolveSibling("a-1.jar.sha1")).hasContent("a9993e364706816aba3e25717850c26c9cd0d89d");
        assertThat(jar.getParent().toFile().list()).hasSize(2);
    }
}
