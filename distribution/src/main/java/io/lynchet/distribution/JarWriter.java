// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.distribution;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Writes a jar whose bytes depend on its content only: one time stamp for all, in the order of the calls. */
final class JarWriter implements AutoCloseable {
    /** Inside the range of DOS time, which counts from 1980. */
    private static final FileTime TIME = FileTime.from(Instant.parse("2026-01-01T00:00:00Z"));

    private final ZipOutputStream out;
    private final Map<String, byte[]> written = new HashMap<>();

    JarWriter(Path file) throws IOException {
        out = new ZipOutputStream(new BufferedOutputStream(Files.newOutputStream(file), 1 << 16));
    }

    /** Whether there is an entry of that name, with other bytes. */
    boolean differs(String name, byte[] bytes) {
        byte[] before = written.get(name);
        return before != null && !Arrays.equals(before, bytes);
    }

    boolean has(String name) {
        return written.containsKey(name);
    }

    void put(String name, String text) throws IOException {
        put(name, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Nested jars are stored as they are: compressing twice costs time at each start and saves nothing. */
    void put(String name, byte[] bytes) throws IOException {
        if (written.putIfAbsent(name, bytes) != null) {
            return;
        }
        ZipEntry entry = new ZipEntry(name);
        entry.setLastModifiedTime(TIME);
        if (name.endsWith(".jar")) {
            CRC32 crc = new CRC32();
            crc.update(bytes);
            entry.setMethod(ZipEntry.STORED);
            entry.setSize(bytes.length);
            entry.setCrc(crc.getValue());
        }
        out.putNextEntry(entry);
        out.write(bytes);
        out.closeEntry();
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
