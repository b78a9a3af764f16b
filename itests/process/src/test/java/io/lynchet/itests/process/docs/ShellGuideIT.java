// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.itests.process.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lynchet.itests.process.app.LynchetProcess;
import io.lynchet.itests.process.app.ShellSession;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Types what the pages about the shell show, and expects an error where they show one, and nowhere else. */
@Timeout(180)
class ShellGuideIT {
    private static final List<String> PAGES = List.of("shell.md", "shell-process.md", "transports.md");
    private static final String PROMPT = "lynchet> ";
    private static final Pattern ERROR = Pattern.compile("([A-Z]+(?:_[A-Z]+)*): .*");
    private static final String SHOWN_ID = "000000000000000018ea9f8f54897c0074123fa5";
    private static final String OTHER_ID = "000000000000000018ea9fc6d39a26c06742c9f8";

    @TempDir
    Path folder;

    private Path app;

    @Test
    void commandsOfThePages_doWhatTheyShow() throws Exception {
        app = folder.resolve("todo");
        GuidePage.copyTodoApp(app);
        Files.createDirectories(app.resolve("deploy"));
        Files.writeString(app.resolve("deploy/hello-1.0.0.jar"), "no jar");
        Files.writeString(app.resolve("commands.txt"), "entities\nhealth\n");
        try (LynchetProcess process = LynchetProcess.run(folder, app, Map.of("LYNCHET_FEATURES", "+transport-netty"))) {
            process.awaitReady();
            int commands = 0;
            try (ShellSession shell = new ShellSession(app.resolve(".lynchet"))) {
                for (String id : List.of(SHOWN_ID, OTHER_ID)) {
                    shell.run("insert Todo '{\"id\":\"" + id + "\",\"title\":\"Read the docs\",\"rank\":2}'");
                }
                for (String page : PAGES) {
                    for (GuidePage.Block block : GuidePage.blocks(page)) {
                        commands += type(shell, block.lines());
                    }
                }
            }
            assertThat(commands).as("commands of the pages").isGreaterThan(30);
            String why = "lynchet shell --data todo/.lynchet why hello-1.0.0.jar";
            assertThat(GuidePage.blocks("deploying-bundles.md"))
                    .anySatisfy(block -> assertThat(block.lines())
                            .contains("java -jar lynchet.jar shell --data my-app/.lynchet why hello-1.0.0.jar"));
            process.awaitErrors("hello-1.0.0.jar is quarantined: ");
            assertThat(OperatorShell.type(folder, Map.of(), why)).contains("hello-1.0.0.jar is quarantined.");
        }
    }

    private int type(ShellSession shell, List<String> lines) throws Exception {
        int commands = 0;
        StringBuilder terminal = new StringBuilder();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (line.startsWith(PROMPT)) {
                String shown = i + 1 < lines.size() ? lines.get(i + 1) : "";
                atThePrompt(shell, line.substring(PROMPT.length()), shown);
                commands++;
            } else if (line.startsWith("$ ") && !line.contains(" run ")) {
                // What does not end by itself is followed in the shell's own tests.
                terminal.append(line.substring(2).replace(" -f ", " ").replace("do ...;", "do echo \"$change\";"))
                        .append('\n');
                commands++;
            }
        }
        boolean fromOutside = terminal.indexOf("cd todo") == 0;
        assertThat(OperatorShell.type(fromOutside ? folder : app, Map.of(), terminal.toString()))
                .doesNotContain("not ready");
        return commands;
    }

    private void atThePrompt(ShellSession shell, String shownCommand, String shownAnswer) throws Exception {
        String command = shownCommand
                .replace(" -f", "")
                .replace("0000...", OTHER_ID)
                .replace("/backups/", folder.resolve("backups") + "/");
        Matcher error = ERROR.matcher(shownAnswer);
        if (error.matches()) {
            assertThatThrownBy(() -> shell.run(command)).hasMessageContaining(error.group(1));
        } else {
            assertThat(shell.run(command)).isNotEmpty();
        }
    }
}
