// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FlatMergeTest {
    @TempDir
    Path folder;

    private Jars jars;

    @BeforeEach
    void prepare() {
        jars = new Jars(folder.resolve("jars"));
    }

    private Path merge(Artifact... artifacts) throws IOException {
        Path file = Files.createTempFile(folder, "merged", ".jar");
        try (JarWriter out = new JarWriter(file)) {
            FlatMerge merge = new FlatMerge(out);
            for (Artifact artifact : artifacts) {
                merge.add(artifact);
            }
            merge.finish();
        }
        return file;
    }

    private static String text(JarFile jar, String name) throws IOException {
        return new String(jar.getInputStream(jar.getEntry(name)).readAllBytes(), StandardCharsets.UTF_8);
    }

    @Test
    void add_keepsManifestAndEntriesOfEach() throws IOException {
        Artifact a = jars.jar("g", "a", "Bundle-SymbolicName: g.a;singleton:=true\n", "g/A.class", "A");
        Artifact b = jars.jar("g", "b", "Bundle-SymbolicName: g.b\n", "g/B.class", "B");
        try (JarFile jar = new JarFile(merge(a, b).toFile())) {
            assertThat(text(jar, "g/A.class")).isEqualTo("A");
            assertThat(text(jar, "META-INF/lynchet/flat/g.a/MANIFEST.MF")).contains("singleton:=true");
            assertThat(text(jar, "META-INF/lynchet/flat/g.b/entries")).isEqualTo("META-INF/MANIFEST.MF\ng/B.class\n");
        }
    }

    @Test
    void add_serviceFiles_areJoinedWithoutDoubles() throws IOException {
        Artifact a = jars.jar("g", "a", "", "META-INF/services/x.Y", "a.One # comment\nshared.Two\n");
        Artifact b = jars.jar("g", "b", "", "META-INF/services/x.Y", "shared.Two\nb.Three");
        try (JarFile jar = new JarFile(merge(a, b).toFile())) {
            assertThat(text(jar, "META-INF/services/x.Y")).isEqualTo("a.One\nshared.Two\nb.Three\n");
            assertThat(text(jar, "META-INF/lynchet/flat/b/META-INF/services/x.Y"))
                    .isEqualTo("shared.Two\nb.Three");
        }
    }

    @Test
    void add_licenceTexts_areEachKept() throws IOException {
        Artifact a = jars.jar("g", "a", "", "META-INF/LICENSE", "licence of a");
        Artifact b = jars.jar("g", "b", "", "META-INF/LICENSE", "licence of b");
        try (JarFile jar = new JarFile(merge(a, b).toFile())) {
            assertThat(text(jar, "META-INF/lynchet/flat/b/META-INF/LICENSE")).isEqualTo("licence of b");
        }
    }

    @Test
    void add_signaturesAndModuleInfos_areDropped() throws IOException {
        Artifact a = jars.jar(
                "g",
                "a",
                "",
                "META-INF/X.SF",
                "",
                "META-INF/versions/9/module-info.class",
                "",
                "module-info.class",
                "");
        try (JarFile jar = new JarFile(merge(a).toFile())) {
            assertThat(jar.stream().map(Object::toString))
                    .allMatch(name -> name.startsWith("META-INF/lynchet/flat/a/"));
        }
    }

    @Test
    void finish_classThatDiffers_namesBothJars() throws IOException {
        Artifact a = jars.jar("g", "a", "", "g/A.class", "one");
        Artifact b = jars.jar("g", "b", "", "g/A.class", "other");
        assertThatThrownBy(() -> merge(a, b)).hasMessageContaining("g/A.class of g:b:1.0 and of g:a:1.0");
    }

    @Test
    void add_classOfTheSpecification_firstWins() throws IOException {
        Artifact a = jars.jar("g", "a", "", "org/osgi/X.class", "framework's");
        Artifact b = jars.jar("g", "b", "", "org/osgi/X.class", "copy");
        try (JarFile jar = new JarFile(merge(a, b).toFile())) {
            assertThat(text(jar, "org/osgi/X.class")).isEqualTo("framework's");
        }
    }

    @Test
    void add_embeddedJar_isRefused() throws IOException {
        Artifact a = jars.jar("g", "a", "Bundle-ClassPath: .,lib/x.jar\n");
        assertThatThrownBy(() -> merge(a)).hasMessageContaining("embeds jars");
    }

    @Test
    void sameInput_givesSameBytes() throws IOException {
        Artifact a = jars.jar("g", "a", "", "g/A.class", "A", "x/y.txt", "text");
        assertThat(Files.readAllBytes(merge(a))).isEqualTo(Files.readAllBytes(merge(a)));
    }
}
