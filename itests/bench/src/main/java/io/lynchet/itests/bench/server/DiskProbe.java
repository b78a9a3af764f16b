// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.itests.bench.server;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Locale;

/** Measures how long a small durable write takes: the floor under every insert, and the reason for group commit. */
public final class DiskProbe {

    private static final int WRITES = 1000;
    private static final int BLOCK = 4096;

    private final Path directory;

    public DiskProbe(Path directory) {
        this.directory = directory;
    }

    public String run() throws IOException {
        Path file = Files.createTempFile(directory, "sync", ".probe");
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            String append = line("append", times(channel));
            return append + line("overwrite", times(channel));
        } finally {
            Files.delete(file);
        }
    }

    private static long[] times(FileChannel channel) throws IOException {
        ByteBuffer block = ByteBuffer.allocateDirect(BLOCK);
        long[] nanos = new long[WRITES];
        for (int i = 0; i < WRITES; i++) {
            channel.write(block.clear(), (long) i * BLOCK);
            long from = System.nanoTime();
            channel.force(false);
            nanos[i] = System.nanoTime() - from;
        }
        Arrays.sort(nanos);
        return nanos;
    }

    private String line(String what, long[] sorted) {
        return String.format(
                Locale.ROOT,
                "%s: %d-byte %s and sync, microseconds p50 %d p99 %d max %d%n",
                directory,
                BLOCK,
                what,
                sorted[WRITES / 2] / 1000,
                sorted[WRITES * 99 / 100] / 1000,
                sorted[WRITES - 1] / 1000);
    }
}
