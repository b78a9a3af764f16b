// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.itests.process.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.stream.Collectors;

/** What is alive in the heap of another process of the same user. */
public final class LiveHeap {
    private static final int LOOKS = 3;

    private LiveHeap() {}

    /** What {@code jcmd GC.class_histogram} finds in all, the least of three looks. */
    public static long bytes(long pid) throws IOException, InterruptedException {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < LOOKS; i++) {
            Process jcmd = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "jcmd")
                                    .toString(),
                            Long.toString(pid),
                            "GC.class_histogram")
                    .redirectErrorStream(true)
                    .start();
            String total = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> line.startsWith("Total"))
                    .collect(Collectors.joining());
            assertThat(jcmd.waitFor()).isZero();
            least = Math.min(least, Long.parseLong(total.trim().split(" +")[2]));
        }
        return least;
    }
}
