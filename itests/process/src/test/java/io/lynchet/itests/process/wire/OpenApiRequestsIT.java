// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.itests.process.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.lynchet.itests.process.app.LynchetProcess;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Requests that Schemathesis makes from the document, good ones and bad ones, against the real process, as an admin, as
 * a signed-in user and as nobody: what fits its schemas is taken, what does not is refused, and every answer is one
 * that the document tells, with its headers. {@code -Dlynchet.schemathesis} names the command ({@code pip install
 * schemathesis}); {@code -Dlynchet.schemathesis.seed} repeats a run.
 */
@Tag("nightly")
@Timeout(4_500)
class OpenApiRequestsIT {
    private static final Set<String> REFUSALS = Set.of("401", "403");

    @TempDir
    Path folder;

    @Test
    void requestsMadeFromTheDocument_areAnsweredAsItSays() throws Exception {
        Schemathesis program = Schemathesis.in(folder);
        assumeTrue(program.isInstalled(), "There is no Schemathesis 4: pip install schemathesis");
        Map<String, Set<String>> seen = new TreeMap<>();
        for (String caller : List.of("admin", "user", "anonymous")) {
            run(program, caller, seen);
        }
        Set<String> refused = new TreeSet<>(seen.keySet());
        refused.removeIf(operation -> !REFUSALS.containsAll(seen.get(operation)));
        System.out.println(
                seen.size() + " operations, " + refused.size() + " of them never past 401 and 403: " + refused);
        assertThat(refused)
                .as("operations that nobody got past 401 and 403, so that nothing is known of their other answers")
                .isEmpty();
    }

    private void run(Schemathesis program, String caller, Map<String, Set<String>> seen) throws Exception {
        Path app = Files.createDirectories(folder.resolve(caller).resolve("todo"));
        Files.copy(Path.of("../../distribution/apps/todo/manifest.json"), app.resolve("manifest.json"));
        Path backups = Files.createDirectory(folder.resolve(caller).resolve("backups"));
        // Requests from many addresses, so that none of the limits for one of them is met.
        Map<String, String> environment =
                Map.of("LYNCHET_HTTP_PROXIES", "1", "LYNCHET_BACKUP_LOCATION", backups.toString());
        // In development a user gets the codes that would be mailed, and guests can be upgraded.
        String[] more = caller.equals("user") ? new String[] {"--dev"} : new String[0];
        Path answers = folder.resolve(caller + ".answers");
        try (LynchetProcess process = LynchetProcess.run(folder, app, environment, more)) {
            URI server = LynchetProcess.url(process.awaitReady());
            program.run(server, caller, answers);
        }
        try (Stream<String> lines = Files.lines(answers)) {
            lines.map(line -> line.split("\t"))
                    .forEach(words -> seen.computeIfAbsent(words[0], any -> new TreeSet<>())
                            .add(words[1]));
        }
    }
}
