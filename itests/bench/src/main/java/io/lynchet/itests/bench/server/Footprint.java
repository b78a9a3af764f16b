// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.itests.bench.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Memory and threads of a server that runs on this JDK or one like it, after a collection of its garbage. */
public record Footprint(long heapKilobytes, long residentKilobytes, long threads) {
    private static final Pattern USED = Pattern.compile("used (\\d+)K");

    public static Footprint of(ServerProcess server) throws IOException, BenchException, InterruptedException {
        jcmd(server.pid(), "GC.run");
        Matcher used = USED.matcher(jcmd(server.pid(), "GC.heap_info"));
        if (!used.find()) {
            throw new BenchException(1, "jcmd GC.heap_info told no used memory");
        }
        return new Footprint(Long.parseLong(used.group(1)), server.residentKilobytes(), server.threads());
    }

    private static String jcmd(long pid, String command) throws IOException, BenchException, InterruptedException {
        Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        Process process = new ProcessBuilder(jcmd.toString(), Long.toString(pid), command)
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new BenchException(1, "jcmd " + command + " failed: " + said);
        }
        return said;
    }
}
