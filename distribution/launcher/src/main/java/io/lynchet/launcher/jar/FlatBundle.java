// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.launcher.jar;

import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import org.osgi.framework.connect.ConnectContent;

/**
 * The content of a bundle that was merged into the jar: its own manifest and list of entries, which were kept aside,
 * over the common classes and resources.
 */
final class FlatBundle implements ConnectContent {
    private final PackedJar jar;
    private final String home;
    private List<String> entries;

    FlatBundle(PackedJar jar, String symbolicName) {
        this.jar = jar;
        this.home = PackedJar.FLAT + symbolicName + "/";
    }

    @Override
    public Optional<Map<String, String>> getHeaders() {
        try (InputStream in = jar.open(home + "MANIFEST.MF")) {
            Map<String, String> headers = new HashMap<>();
            new Manifest(in)
                    .getMainAttributes()
                    .forEach((name, value) -> headers.put(name.toString(), value.toString()));
            return Optional.of(headers);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Override
    public Iterable<String> getEntries() throws IOException {
        if (entries == null) {
            entries = jar.text(home + "entries").lines().toList();
        }
        return entries;
    }

    /**
     * Returns an entry. A file that differs between bundles (such as a licence) was kept beside the manifest, and comes
     * first.
     */
    @Override
    public Optional<ConnectEntry> getEntry(String path) {
        ZipEntry entry = jar.entry(home + path);
        if (entry == null) {
            entry = jar.entry(path);
        }
        return Optional.ofNullable(entry).map(found -> new Entry(path, found));
    }

    @Override
    public Optional<ClassLoader> getClassLoader() {
        return Optional.of(FlatBundle.class.getClassLoader());
    }

    @Override
    public void open() {}

    @Override
    public void close() {}

    private final class Entry implements ConnectEntry {
        private final String name;
        private final ZipEntry entry;

        Entry(String name, ZipEntry entry) {
            this.name = name;
            this.entry = entry;
        }

        @Override
        public String getName() {
            return name;
        }

        @Override
        public long getContentLength() {
            return entry.getSize();
        }

        @Override
        public long getLastModified() {
            return entry.getTime();
        }

        @Override
        public InputStream getInputStream() throws IOException {
            return jar.open(entry.getName());
        }
    }
}
