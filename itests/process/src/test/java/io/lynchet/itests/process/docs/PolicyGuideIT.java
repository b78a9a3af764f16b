// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.itests.process.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.itests.process.app.LynchetProcess;
import io.lynchet.itests.process.app.ShellSession;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Has the shell explain what the page about policies has it explain. */
@Timeout(180)
class PolicyGuideIT {
    private static final String COMMAND = "policy explain ";
    private static final String MANIFEST = """
            {"manifest_version":1,"name":"owned","version":"1","routes":[],
             "entities":[{"name":"Todo","fields":[{"name":"ownerId","type":"string"}]}],
             "policies":[{"name":"owner","entity":"Todo","allow":"auth.userId == data.ownerId"}]}
            """;

    @TempDir
    Path folder;

    @Test
    void explanation_isTheOneThatIsShown() throws Exception {
        Path app = Files.createDirectory(folder.resolve("owned"));
        Files.writeString(app.resolve("manifest.json"), MANIFEST);
        List<GuidePage.Block> blocks = GuidePage.blocks("policies.md");
        int asked = 0;
        while (!blocks.get(asked).lines().get(0).startsWith(COMMAND)) {
            asked++;
        }
        List<String> commands = blocks.get(asked).lines();
        String id = commands.get(0).replaceFirst(".* --id (\\w+).*", "$1");
        try (LynchetProcess process = LynchetProcess.run(folder, app)) {
            process.awaitReady();
            try (ShellSession shell = new ShellSession(app.resolve(".lynchet"))) {
                shell.run("insert Todo '{\"id\":\"" + id + "\",\"ownerId\":\"u1\"}'");
                assertThat(shell.run(commands.get(0))).contains("Todo READ  ->  allowed");
                assertThat(shell.run(commands.get(1)).lines())
                        .containsExactlyElementsOf(blocks.get(asked + 1).lines());
            }
        }
    }
}
