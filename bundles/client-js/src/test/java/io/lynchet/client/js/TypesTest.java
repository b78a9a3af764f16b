// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.client.js;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The declarations of types, read by the compiler of TypeScript. */
class TypesTest {
    private static final long PATIENCE_SECONDS = 120;
    private static final Pattern EXPORTS = Pattern.compile("(?m)^export \\{([^}]*)\\};?$");
    private static final Pattern DECLARED = Pattern.compile("(?m)^export (?:class|function|const) (\\w+)");

    @TempDir
    Path folder;

    @Test
    void sampleProgram_ofTheWholeSurface_compilesStrictly() throws Exception {
        Files.copy(Path.of("src/main/js/client.d.ts"), folder.resolve("client.d.ts"));
        Files.copy(Path.of("src/test/js/sample.ts"), folder.resolve("sample.ts"));
        Files.writeString(
                folder.resolve("tsconfig.json"),
                "{\"compilerOptions\": {\"strict\": true, \"noEmit\": true, \"target\": \"es2022\", \"module\": \"es2022\","
                        + " \"moduleResolution\": \"bundler\", \"lib\": [\"es2022\", \"dom\"], \"types\": [],"
                        + " \"paths\": {\"/client.js\": [\"./client.d.ts\"]}}, \"files\": [\"sample.ts\"]}");
        Path said = folder.resolve("said.txt");
        Process node = new ProcessBuilder("node", compiler().toString(), "--project", folder.toString())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        try {
            assertThat(node.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
            assertThat(node.exitValue()).as(Files.readString(said)).isZero();
        } finally {
            node.destroyForcibly();
        }
    }

    @Test
    void everyExport_ofTheServedModule_isDeclared() throws IOException {
        Matcher exports = EXPORTS.matcher(new String(ClientModule.joined(), StandardCharsets.UTF_8));
        assertThat(exports.find()).isTrue();
        Set<String> exported = new TreeSet<>(List.of("createClient"));
        Arrays.stream(exports.group(1).split(",")).map(String::strip).forEach(exported::add);
        Set<String> declared = new TreeSet<>();
        DECLARED.matcher(Files.readString(Path.of("src/main/js/client.d.ts")))
                .results()
                .forEach(result -> declared.add(result.group(1)));
        assertThat(declared).isEqualTo(exported).contains("LynchetError");
    }

    /** A jar can't be read by Node. */
    private Path compiler() throws IOException, URISyntaxException {
        URI inJar = TypesTest.class
                .getResource("/META-INF/resources/webjars/typescript/5.9.2/lib/tsc.js")
                .toURI();
        Path lib = Files.createDirectories(folder.resolve("typescript/lib"));
        try (FileSystem jar = FileSystems.newFileSystem(inJar, Map.of());
                Stream<Path> files = Files.list(Path.of(inJar).getParent())) {
            assertThat(jar.isOpen()).isTrue();
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, lib.resolve(file.getFileName().toString()));
            }
        }
        return lib.resolve("tsc.js");
    }
}
