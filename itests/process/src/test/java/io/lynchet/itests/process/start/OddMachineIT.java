// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.itests.process.start;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.itests.process.app.LynchetProcess;
import io.lynchet.itests.process.app.ShellSession;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Machines that are set up otherwise than those of developers: it works, or says in one sentence why not, and ends. */
@Timeout(180)
class OddMachineIT {
    private static final String MANIFEST = """
            {"manifest_version":1,"name":"odd","version":"1","routes":[],
             "entities":[{"name":"Entry","fields":[{"name":"text","type":"string"}]}],
             "policies":[{"name":"all","entity":"Entry","allow":"true"}]}
            """;

    @TempDir
    Path folder;

    private final HttpClient http = HttpClient.newHttpClient();
    private Path app;

    @BeforeEach
    void makeApp() throws IOException {
        app = Files.createDirectory(folder.resolve("app"));
        Files.writeString(app.resolve("manifest.json"), MANIFEST);
    }

    private void servesAndBacksUp(LynchetProcess process) throws Exception {
        servesAndBacksUp(process, folder.resolve("backups"), 1, List.of());
    }

    /**
     * @param rows there are then
     * @param others backups that others have made
     */
    private void servesAndBacksUp(LynchetProcess process, Path backups, int rows, List<Path> others) throws Exception {
        URI url = LynchetProcess.url(process.awaitReady());
        HttpResponse<String> written = http.send(
                HttpRequest.newBuilder(url.resolve("/api/entities/Entry"))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString("{\"text\":\"kept\"}"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(written.statusCode()).as(written.body()).isEqualTo(201);
        // Backups have native parts of their own, and numbers in names of files.
        try (ShellSession shell = new ShellSession(app.resolve(".lynchet"))) {
            assertThat(shell.run("backup " + backups)).contains(rows + " rows at seq " + rows);
            for (Path other : others) {
                assertThat(shell.run("verify " + other)).contains("is good");
            }
        }
        process.terminate();
        assertThat(process.exitCode()).isZero();
        assertThat(process.errors()).doesNotContain("ERROR", "Exception");
    }

    private LynchetProcess run(String... options) throws IOException {
        return LynchetProcess.startWith(folder, List.of(options), "run", app.toString(), "--port", "0");
    }

    /** Persian and Arabic have digits of their own, Turkish an i, and Thailand a calendar. */
    @Test
    void anyLocale_servesAndBacksUp_andItsBackupsAreReadInAnother() throws Exception {
        List<Path> others = List.of();
        int rows = 0;
        for (String tag : List.of("fa-IR", "ar-EG", "tr-TR", "th-TH-u-nu-thai")) {
            Path backups = folder.resolve("backups-" + tag);
            try (LynchetProcess process = run(options(Locale.forLanguageTag(tag)))) {
                servesAndBacksUp(process, backups, ++rows, others);
            } catch (AssertionError e) {
                throw new AssertionError("in " + tag, e);
            }
            others = List.of(backups);
        }
        String[] words = {"verify", others.get(0).toString()};
        try (LynchetProcess verify = LynchetProcess.start(folder, Map.of(), words)) {
            assertThat(verify.exitCode()).as(verify.errors()).isZero();
        }
    }

    private static String[] options(Locale locale) {
        List<String> options = new ArrayList<>(
                List.of("-Duser.language=" + locale.getLanguage(), "-Duser.country=" + locale.getCountry()));
        if (!locale.getExtensionKeys().isEmpty()) {
            options.add("-Duser.extensions=" + locale.getExtension('u'));
        }
        return options.toArray(new String[0]);
    }

    /** One that is not there, and one that is there and can't be written to, not even by root. */
    @ParameterizedTest
    @ValueSource(strings = {"gone", "/proc"})
    void temporaryFolderThatCanNotBeWrittenTo_isNotNeeded(String temporary) throws Exception {
        try (LynchetProcess process = run("-Djava.io.tmpdir=" + folder.resolve(temporary))) {
            servesAndBacksUp(process);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"gone", "/proc"})
    void temporaryFolderThatCanNotBeWrittenTo_isNamedByWhatNeedsIt(String temporary) throws Exception {
        List<String> options = List.of("-Djava.io.tmpdir=" + folder.resolve(temporary));
        try (LynchetProcess check = LynchetProcess.startWith(folder, options, "check", app.toString())) {
            assertThat(check.exitCode()).isEqualTo(1);
            assertThat(check.errors())
                    .contains("cannot write to the folder for temporary files", temporary, "-Djava.io.tmpdir")
                    .hasLineCount(2);
        }
    }

    @Test
    void diskOfTheDataWithoutPrograms_takesTheTemporaryFolder_orIsRefusedWithASentence() throws Exception {
        Path disk = Files.createDirectory(folder.resolve("disk"));
        try (LynchetProcess process = LynchetProcess.runWithoutPrograms(folder, app, disk, List.of())) {
            process.awaitReady();
        }
        List<String> options = List.of("-Djava.io.tmpdir=" + folder.resolve("gone"));
        try (LynchetProcess process = LynchetProcess.runWithoutPrograms(folder, app, disk, options)) {
            assertThat(process.exitCode()).isEqualTo(1);
            assertThat(process.errors())
                    .contains("noexec", "-Dorg.sqlite.tmpdir=/path")
                    .hasLineCount(2);
        }
    }

    @Test
    void asciiLocale_withOtherLettersInThePath_isRefusedWithASentence() throws Exception {
        Path odd = Files.createDirectory(folder.resolve("b\u00fccher"));
        Files.writeString(odd.resolve("manifest.json"), MANIFEST);
        Map<String, String> ascii = Map.of("LC_ALL", "C");
        String[] words = {"run", odd.toString(), "--port", "0"};
        try (LynchetProcess process = LynchetProcess.startWith(folder, List.of(), ascii, words)) {
            assertThat(process.exitCode()).isEqualTo(64);
            assertThat(process.errors()).contains("b??cher", "LC_ALL=C.UTF-8").hasLineCount(2);
        }
        try (LynchetProcess process = LynchetProcess.startWith(folder, List.of(), Map.of("LC_ALL", "C.UTF-8"), words)) {
            process.awaitReady();
        }
    }

    @Test
    void asciiLocale_withAsciiPaths_serves() throws Exception {
        String[] words = {"run", app.toString(), "--port", "0"};
        try (LynchetProcess process = LynchetProcess.startWith(folder, List.of(), Map.of("LC_ALL", "C"), words)) {
            servesAndBacksUp(process);
        }
    }

    /** Longer than a socket and longer than what SQLite takes; and longer than the system takes. */
    @ParameterizedTest
    @ValueSource(ints = {480, 700, 5_000})
    void longPath_servesOrIsRefusedWithASentence(int characters) throws Exception {
        StringBuilder path = new StringBuilder(folder.resolve("data").toString());
        while (path.length() < characters) {
            path.append('/').append("d".repeat(Math.min(100, characters - path.length())));
        }
        String[] words = {"run", app.toString(), "--port", "0", "--data", path.toString()};
        try (LynchetProcess process = LynchetProcess.startWith(folder, List.of(), words)) {
            if (characters <= 480) {
                process.awaitReady();
            } else {
                assertThat(process.exitCode()).isEqualTo(1);
                assertThat(process.errors()).contains("too long").doesNotContain("\tat ");
            }
        }
    }
}
