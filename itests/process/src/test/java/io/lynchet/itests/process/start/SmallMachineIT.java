// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.itests.process.start;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.itests.process.app.LynchetProcess;
import io.lynchet.testkit.Rounds;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The start script on a machine, or in a container, of 512 MB: the heap that it chooses is enough, and so is what it
 * leaves for the rest.
 */
@Timeout(300)
class SmallMachineIT {
    private static final int CLIENTS = 16;
    private static final int ROUNDS = Math.min(150, Rounds.of(75));
    private static final int MACHINE_MIB = 512;

    @TempDir
    Path folder;

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private Path script() throws Exception {
        Path home = Files.createDirectory(folder.resolve("lynchet"));
        LynchetProcess.unpack(home);
        return home.resolve("bin/lynchet");
    }

    private int status(HttpRequest.Builder request) throws Exception {
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString()).statusCode();
    }

    private Void writeAndRead(URI url) throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            String row = "{\"title\":\"" + "x".repeat(500) + "\"}";
            assertThat(status(HttpRequest.newBuilder(url.resolve("/api/entities/Todo"))
                            .header("Content-Type", "application/json")
                            .POST(HttpRequest.BodyPublishers.ofString(row))))
                    .isEqualTo(201);
            assertThat(status(HttpRequest.newBuilder(url.resolve("/api/entities/Todo?limit=100"))))
                    .isEqualTo(200);
        }
        return null;
    }

    private static long mib(long pid, String figure) throws Exception {
        return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
                .filter(line -> line.startsWith(figure + ":"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void machineOf512Mib_servesAnOrdinaryLoad_andStaysBelow() throws Exception {
        Path app = folder.resolve("app");
        LynchetProcess.init(folder, app);
        Map<String, String> environment = Map.of(
                "LYNCHET_RATE_LIMIT",
                "off",
                "LYNCHET_CACHE",
                "off",
                "LYNCHET_ADMIN_TOKEN",
                LynchetProcess.TOKEN,
                // So the JVM believes in such a machine.
                "LYNCHET_JAVA_OPTS",
                "-XX:MaxRAM=" + MACHINE_MIB + "m");
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
        try (LynchetProcess process =
                LynchetProcess.startScript(folder, script(), environment, "run", app.toString(), "--port", "0")) {
            URI url = LynchetProcess.url(process.awaitReady());
            List<Callable<Void>> work = new ArrayList<>();
            for (int client = 0; client < CLIENTS; client++) {
                work.add(() -> writeAndRead(url));
            }
            for (Future<Void> done : clients.invokeAll(work)) {
                done.get();
            }
            String figures = "highest " + mib(process.pid(), "VmHWM") + " MiB, now " + mib(process.pid(), "VmRSS");
            assertThat(mib(process.pid(), "VmHWM")).as(figures).isLessThan(MACHINE_MIB);
            process.terminate();
            assertThat(process.exitCode()).as(process.errors()).isZero();
        } finally {
            clients.shutdownNow();
        }
    }
}
