// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeaksTest {
    @Test
    void openFilesAndSockets_areSeenUntilTheyAreClosed(@TempDir Path folder) throws Exception {
        assumeTrue(Files.isDirectory(Path.of("/proc/self/fd")));
        Map<String, String> before = HandleLeaks.open();
        Path data = folder.resolve("data.db");
        try (FileChannel file = FileChannel.open(data, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                ServerSocket socket = new ServerSocket(0)) {
            assertThat(HandleLeaks.left(before).values())
                    .contains(data.toRealPath().toString())
                    .anyMatch(handle -> handle.startsWith("socket:"));
        }
        assertThat(HandleLeaks.left(before)).isEmpty();
    }

    @Test
    void threads_areSeenUntilTheyEnd() throws Exception {
        Set<Thread> before = ThreadLeaks.live();
        ExecutorService pool = Executors.newSingleThreadExecutor();
        pool.submit(() -> {}).get();
        assertThat(ThreadLeaks.left(before)).hasSize(1);
        pool.shutdown();
        assertThat(pool.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
        Await.until("the thread to end", () -> ThreadLeaks.left(before).isEmpty());
    }
}
