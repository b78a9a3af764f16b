// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.itests.process.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.lynchet.itests.process.app.LynchetProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The unpacked archive, as an operator would install it; in a folder with a space in its name. */
@Timeout(180)
class ArchiveIT {
    private static final int OLD_JAVA = 21;
    private static final Pattern JAVA_VERSION = Pattern.compile("(?m)^JAVA_VERSION=\"(\\d+)");

    @TempDir
    Path folder;

    private Path home;

    @BeforeEach
    void unpack() throws Exception {
        home = Files.createDirectory(folder.resolve("my lynchet"));
        LynchetProcess.unpack(home);
    }

    private LynchetProcess lynchet(Map<String, String> environment, String... words) throws IOException {
        return LynchetProcess.startScript(folder, home.resolve("bin/lynchet"), environment, words);
    }

    /** What the script keeps; nothing before it was called. */
    private List<String> var() throws IOException {
        Path var = home.resolve("var");
        if (!Files.isDirectory(var)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(var)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    private void serveOnce() throws Exception {
        try (LynchetProcess lynchet = lynchet(
                Map.of("LYNCHET_ADMIN_TOKEN", LynchetProcess.TOKEN),
                "run",
                home.resolve("apps/todo").toString(),
                "--port",
                "0")) {
            assertThat(lynchet.awaitReady()).endsWith("(todo 0.1.0, 2 entities)");
            lynchet.terminate();
            assertThat(lynchet.exitCode()).as(lynchet.errors()).isZero();
            assertThat(lynchet.restOfOutput()).isEmpty();
        }
    }

    @Test
    void prepare_makesTheClassArchive_thatRunUses() throws Exception {
        try (LynchetProcess prepare = lynchet(Map.of(), "prepare")) {
            assertThat(prepare.exitCode()).as(prepare.errors()).isZero();
            assertThat(prepare.restOfOutput()).startsWith("The class archive is " + home.resolve("var"));
        }
        assertThat(var()).singleElement().asString().matches("classes-.*\\.(jsa|aot)");
        serveOnce();
        assertThat(var()).hasSize(1);
    }

    @Test
    void stop_rightAfterTheStart_makesNoArchive() throws Exception {
        serveOnce();
        assertThat(var()).isEmpty();
    }

    /** A JVM that makes an archive of its classes at the end tells of it, past the log, and takes its time. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void firstStop_onANewJava_saysNothing_andMakesNoArchive(boolean script) throws Exception {
        Optional<Path> java = newJava();
        assumeTrue(java.isPresent(), "no JDK newer than " + OLD_JAVA + " stands beside the one of this test");
        Map<String, String> environment = new HashMap<>(Map.of("LYNCHET_ADMIN_TOKEN", LynchetProcess.TOKEN));
        environment.put("LYNCHET_JAVA", java.get().toString());
        String[] words = {"run", home.resolve("apps/todo").toString(), "--port", "0"};
        try (LynchetProcess lynchet = script
                ? lynchet(environment, words)
                : LynchetProcess.startOn(folder, java.get(), home.resolve("lib/lynchet.jar"), words)) {
            lynchet.awaitReady();
            String start = lynchet.errors();
            lynchet.terminate();
            assertThat(lynchet.exitCode()).as(lynchet.errors()).isZero();
            assertThat(lynchet.errors()).isEqualTo(start);
            assertThat(lynchet.restOfOutput()).isEmpty();
        }
        assertThat(var()).noneMatch(name -> name.matches("classes-.*\\.(jsa|aot)"));
    }

    /** The java of the newest JDK in the folder where the one of this test is, if it is new. */
    private static Optional<Path> newJava() throws IOException {
        Path own = Path.of(System.getProperty("java.home")).toRealPath();
        SortedMap<Integer, Path> found = new TreeMap<>();
        try (Stream<Path> homes = Files.list(own.getParent())) {
            for (Path home : homes.toList()) {
                Path release = home.resolve("release");
                if (Files.isRegularFile(release)) {
                    Matcher version = JAVA_VERSION.matcher(Files.readString(release));
                    if (version.find() && Integer.parseInt(version.group(1)) > OLD_JAVA) {
                        found.put(Integer.valueOf(version.group(1)), home.resolve("bin/java"));
                    }
                }
            }
        }
        return found.isEmpty() ? Optional.empty() : Optional.of(found.get(found.lastKey()));
    }

    @Test
    @Tag("nightly")
    void run_withoutAClassArchive_makesOneInTheBackground() throws Exception {
        try (LynchetProcess lynchet =
                lynchet(Map.of(), "run", home.resolve("apps/todo").toString(), "--port", "0")) {
            lynchet.awaitReady();
            long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(5);
            while (var().stream().noneMatch(name -> name.matches("classes-.*\\.(jsa|aot)"))) {
                assertThat(System.nanoTime()).as("%s", var()).isLessThan(deadline);
                Thread.onSpinWait();
            }
            lynchet.terminate();
            assertThat(lynchet.exitCode()).as(lynchet.errors()).isZero();
        }
    }

    @Test
    void etc_ofTheInstallation_countsAndIsChecked() throws Exception {
        Path etc = home.resolve("etc/io.lynchet.launcher.json");
        assertThat(Files.readString(etc)).contains("\"port\": 4321", "LYNCHET_PORT");
        Files.writeString(etc, "{\"prot\": 1}");
        try (LynchetProcess lynchet =
                lynchet(Map.of(), "run", home.resolve("apps/todo").toString())) {
            assertThat(lynchet.exitCode()).isEqualTo(64);
            assertThat(lynchet.errors()).contains(etc.toString(), "Did you mean port?");
        }
    }

    @Test
    void script_calledThroughALink_orWithAJavaOfItsOwn_works() throws Exception {
        Path link = Files.createSymbolicLink(folder.resolve("lynchet"), home.resolve("bin/lynchet"));
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        try (LynchetProcess lynchet =
                LynchetProcess.startScript(folder, link, Map.of("LYNCHET_JAVA", java), "version")) {
            assertThat(lynchet.exitCode()).as(lynchet.errors()).isZero();
            assertThat(lynchet.restOfOutput()).contains("(Java " + Runtime.version() + ")");
        }
    }

    /** A java that runs nothing, and prints what it is given, a word a line. */
    private Path javaThatPrintsItsWords() throws IOException {
        Path java = Files.createDirectories(folder.resolve("jdk/bin")).resolve("java");
        Files.writeString(folder.resolve("jdk/release"), "JAVA_VERSION=\"" + OLD_JAVA + ".0.4\"\n");
        Files.writeString(java, "#!/bin/sh\nprintf '%s\\n' \"$@\"\n");
        return Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwx------"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"run", "check"})
    void script_hasTheJvmEndForWantOfMemory_andOptionsOfTheUserCountMore(String command) throws Exception {
        Map<String, String> environment = Map.of(
                "LYNCHET_JAVA",
                javaThatPrintsItsWords().toString(),
                "LYNCHET_CACHE",
                "off",
                "LYNCHET_JAVA_OPTS",
                "-Xmx123m -XX:-ExitOnOutOfMemoryError");
        try (LynchetProcess lynchet = lynchet(environment, command, "an app")) {
            assertThat(lynchet.exitCode()).as(lynchet.errors()).isZero();
            assertThat(lynchet.restOfOutput().lines())
                    .containsSubsequence(
                            "-XX:+ExitOnOutOfMemoryError",
                            "-Xmx123m",
                            "-XX:-ExitOnOutOfMemoryError",
                            "-jar",
                            home.resolve("lib/lynchet.jar").toString(),
                            command,
                            "an app");
        }
    }

    @Test
    void archive_hasLicencesAndDocs() {
        assertThat(home.resolve("LICENSE")).isRegularFile();
        assertThat(home.resolve("NOTICE")).content().contains("org.jline:jline", "org.eclipse.jetty:jetty-server");
        assertThat(home.resolve("licences/org.jline/LICENSE.txt")).isRegularFile();
        assertThat(home.resolve("docs/configuration-keys.md")).content().contains("io.lynchet.launcher");
        assertThat(home.resolve("deploy")).isDirectory();
    }

    @Test
    void archive_hasARepository_ofWhatBundlesAreCompiledAgainst() throws IOException {
        try (Stream<Path> files = Files.walk(home.resolve("repository"))) {
            List<String> names = files.filter(Files::isRegularFile)
                    .map(file -> home.resolve("repository/io/lynchet").relativize(file))
                    .map(Path::toString)
                    .toList();
            assertThat(names).hasSize(3 * 4 * 2);
            for (String part : List.of("lynchet-api", "lynchet-json", "lynchet-testkit")) {
                assertThat(names)
                        .filteredOn(name -> name.matches(part + "/(\\S+)/" + part
                                + "-\\1(\\.jar|\\.pom|-sources\\.jar|-javadoc\\.jar)(\\.sha1)?"))
                        .hasSize(4 * 2);
            }
        }
    }
}
