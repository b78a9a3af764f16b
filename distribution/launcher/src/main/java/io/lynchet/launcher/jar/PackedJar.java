// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.launcher.jar;

import io.lynchet.launcher.cli.Refusal;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;

/** The one jar that contains everything, opened once; the README of this module describes its layout. */
public final class PackedJar implements AutoCloseable {
    public static final String HOME = "META-INF/lynchet/";
    static final String FLAT = HOME + "flat/";
    private static final String FEATURES = "features/";

    private final JarFile file;
    private final Path path;

    private PackedJar(Path path) throws IOException {
        this.path = path;
        this.file = new JarFile(path.toFile(), false);
    }

    /**
     * Opens the jar that this class was loaded from.
     *
     * @throws Refusal when it was loaded from somewhere else, such as a folder of classes
     */
    public static PackedJar open() {
        URL source = PackedJar.class.getProtectionDomain().getCodeSource().getLocation();
        try {
            Path path = Path.of(source.toURI());
            if (Files.isRegularFile(path)) {
                PackedJar jar = new PackedJar(path);
                if (jar.entry(HOME) != null || jar.entry(HOME + "version") != null) {
                    return jar;
                }
                jar.close();
            }
            throw Refusal.error(
                    path + " is not the packed lynchet.jar. Put lynchet.jar on the class path, not its parts.");
        } catch (URISyntaxException e) {
            throw Refusal.error("cannot read " + source, e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Path path() {
        return path;
    }

    /** Returns the folder of the installation when this is the jar of an unpacked archive, else null. */
    public Path installation() {
        Path folder = path.toAbsolutePath().getParent().getParent();
        return folder != null && Files.isRegularFile(folder.resolve("bin/lynchet")) ? folder : null;
    }

    /** Returns the entry with that name, or null. */
    ZipEntry entry(String name) {
        return file.getEntry(name);
    }

    public InputStream open(String name) throws IOException {
        ZipEntry entry = file.getEntry(name);
        if (entry == null) {
            throw new FileNotFoundException(path + " has no entry " + name);
        }
        return file.getInputStream(entry);
    }

    public byte[] bytes(String name) {
        try (InputStream in = open(name)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String text(String name) {
        return new String(bytes(name), StandardCharsets.UTF_8);
    }

    public String version() {
        return text(HOME + "version").strip();
    }

    public List<String> featureNames() {
        return text(HOME + "features").lines().toList();
    }

    /** Returns the feature with that name; the caller has checked that it is one of {@link #featureNames()}. */
    public Feature feature(String name) {
        return Feature.read(name, bytes(FEATURES + name + ".json"));
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
