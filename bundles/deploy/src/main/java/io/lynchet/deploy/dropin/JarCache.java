// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.deploy.dropin;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Properties;
import java.util.Set;

/**
 * The copies of all jars that run or may have to run again, {@code <digest>.jar}, with the last good one of each file.
 * Bundles are installed from here, so that a version survives when its file is overwritten. Confined to one thread.
 */
public final class JarCache {
    private static final String GOOD = "good.properties";

    private final Path folder;
    private final long jarBytesMax;
    private final Properties good = new Properties();

    public JarCache(Path folder, long jarBytesMax) throws IOException {
        this.folder = Files.createDirectories(folder);
        this.jarBytesMax = jarBytesMax;
        Path record = folder.resolve(GOOD);
        if (Files.exists(record)) {
            try (InputStream in = Files.newInputStream(record)) {
                good.load(in);
            }
        }
    }

    /** Copies a file and reads the copy, so that the checked bytes are those that will run. */
    public DropJar takeIn(Path file) throws IOException, IncompleteJarException, InvalidBundleException {
        if (Files.size(file) > jarBytesMax) {
            throw new InvalidBundleException("It is larger than the limit of " + jarBytesMax
                    + " bytes; raise jarBytesMax of io.lynchet.deploy if that is on purpose.");
        }
        Path incoming = folder.resolve("incoming.tmp");
        try {
            String digest = copy(file, incoming);
            DropJar jar = JarReader.read(file, incoming, digest);
            Path copy = path(digest);
            Files.move(incoming, copy, StandardCopyOption.REPLACE_EXISTING);
            return new DropJar(file, copy, digest, jar.symbolicName(), jar.version(), jar.stopFirst());
        } finally {
            Files.deleteIfExists(incoming);
        }
    }

    /** Returns the version of this file that ran before, or null when there is none. */
    public DropJar lastGood(Path file) throws IOException, IncompleteJarException, InvalidBundleException {
        String digest = good.getProperty(file.toString());
        return digest == null || !Files.exists(path(digest)) ? null : JarReader.read(file, path(digest), digest);
    }

    public void rememberGood(DropJar jar) throws IOException {
        if (!jar.digest().equals(good.setProperty(jar.source().toString(), jar.digest()))) {
            save();
        }
    }

    public void forget(Path file) throws IOException {
        if (good.remove(file.toString()) != null) {
            save();
        }
    }

    /** Deletes all other copies. */
    public void keepOnly(Set<String> digests) throws IOException {
        try (DirectoryStream<Path> copies = Files.newDirectoryStream(folder, "*.jar")) {
            for (Path copy : copies) {
                String digest = copy.getFileName().toString().replace(".jar", "");
                if (!digests.contains(digest) && !good.containsValue(digest)) {
                    Files.deleteIfExists(copy);
                }
            }
        }
    }

    private void save() throws IOException {
        Path next = folder.resolve(GOOD + ".tmp");
        try (OutputStream out = Files.newOutputStream(next)) {
            good.store(out, "The version of each drop-in file that ran last");
        }
        Files.move(next, folder.resolve(GOOD), StandardCopyOption.REPLACE_EXISTING);
    }

    private Path path(String digest) {
        return folder.resolve(digest + ".jar");
    }

    private static String copy(Path from, Path to) throws IOException {
        MessageDigest sha;
        try {
            sha = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
        try (OutputStream out = new DigestOutputStream(Files.newOutputStream(to), sha)) {
            Files.copy(from, out);
        }
        return HexFormat.of().formatHex(sha.digest());
    }
}
