// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.launcher.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.launcher.cli.CliHost;
import io.lynchet.launcher.jar.JsonFile;
import io.lynchet.launcher.shell.ShellCommand;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MainTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir
    Path folder;

    private int run(String... words) {
        return run(Map.of(), words);
    }

    private int run(Map<String, String> environment, String... words) {
        CliHost host = new CliHost(
                environment,
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
        return Main.run(List.of(words), host);
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"run", "check", "init", "shell", "backup", "backups", "verify", "restore", "prepare", "version"})
    void help_ofEachCommand_teachesIt(String command) {
        assertThat(run(command, "--help")).isZero();
        assertThat(out()).startsWith("lynchet " + command);
        assertThat(out().lines()).allMatch(line -> line.length() <= 120);
        out.reset();
        assertThat(run("help", command)).isZero();
        assertThat(out()).startsWith("lynchet " + command);
    }

    @Test
    void noWords_isHelp() {
        assertThat(run()).isZero();
        assertThat(out()).contains("lynchet run <app>", "Exit codes");
    }

    @Test
    void unknownCommand_isUsage() {
        assertThat(run("rnu")).isEqualTo(64);
        assertThat(err()).contains("there is no command rnu. Did you mean run?").doesNotContain("at io.lynchet");
        assertThat(run("help", "../x")).isEqualTo(64);
    }

    @Test
    void init_writesAnAppOnce() throws IOException {
        Path app = folder.resolve("My Shop!");
        assertThat(run("init", app.toString())).isZero();
        assertThat(Files.readString(app.resolve("manifest.json"))).contains("\"name\": \"my-shop\"");
        assertThat(JsonFile.object("manifest.json", Files.readAllBytes(app.resolve("manifest.json"))))
                .containsEntry("manifest_version", 1L);
        assertThat(app.resolve("README.md")).isRegularFile();
        assertThat(app.resolve("public/index.html"))
                .content()
                .contains("<title>my-shop</title>", "<link rel=\"stylesheet\" href=\"style.css\">");
        assertThat(app.resolve("public/style.css")).content().contains("body {", "#list ");
        Path etc = app.resolve("etc/io.lynchet.launcher.json");
        assertThat(JsonFile.object("etc", Files.readAllBytes(etc))).isEmpty();

        assertThat(run("init", app.toString())).isEqualTo(1);
        assertThat(err()).contains("is not empty, and init overwrites nothing");
    }

    @Test
    void run_withoutApp_saysWhatToDo() {
        assertThat(run("run")).isEqualTo(64);
        assertThat(run("run", folder.resolve("absent").toString())).isEqualTo(1);
        assertThat(err()).contains("Make one: lynchet init");
    }

    @Test
    void run_withAWrongLimitSwitch_isUsage_andTouchesNothing() throws IOException {
        Path manifest = Files.writeString(folder.resolve("manifest.json"), "{}");
        assertThat(run(Map.of("LYNCHET_RATE_LIMIT", "no"), "run", folder.toString()))
                .isEqualTo(64);
        assertThat(err()).contains("LYNCHET_RATE_LIMIT can only be off, not \"no\"");
        assertThat(folder).isDirectoryContaining(manifest::equals).isDirectoryNotContaining("glob:**.lynchet");
    }

    @Test
    void shell_withoutProcess_is69() {
        assertThat(run("shell", "--data", folder.toString(), "entities")).isEqualTo(69);
        assertThat(err()).contains("no process listens at", "lynchet run");
    }

    @Test
    void line_quotesWhatTheShellUnquoted() {
        assertThat(ShellCommand.line(List.of("rows Todo | head"))).isEqualTo("rows Todo | head");
        assertThat(ShellCommand.line(List.of("insert", "Todo", "{\"a\": 'b'}")))
                .isEqualTo("insert Todo '{\"a\": '\\''b'\\''}'");
        assertThat(ShellCommand.line(List.of("rows", "Todo", "--limit=5"))).isEqualTo("rows Todo --limit=5");
    }
}
