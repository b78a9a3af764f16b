// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.deploy.dropin;

import io.lynchet.api.deploy.Deployments;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.osgi.framework.Constants;
import org.osgi.framework.Version;

/**
 * The reader of a jar, to its last byte: whether it is whole, whether it is a bundle, and how it wants to be replaced.
 */
final class JarReader {
    /** The most bytes of all entries unpacked; a bundle is code, and a jar with more is a zip bomb. */
    private static final long UNPACKED_BYTES_MAX = 1L << 30;

    private static final int ENTRIES_MAX = 65_000;

    private JarReader() {}

    static DropJar read(Path source, Path copy, String digest)
            throws IOException, IncompleteJarException, InvalidBundleException {
        try (ZipFile zip = new ZipFile(copy.toFile())) {
            readThrough(zip);
            ZipEntry manifest = zip.getEntry(JarFile.MANIFEST_NAME);
            if (manifest == null) {
                throw notABundle();
            }
            try (InputStream in = zip.getInputStream(manifest)) {
                return describe(source, copy, digest, new Manifest(in).getMainAttributes());
            }
        } catch (ZipException e) {
            throw new IncompleteJarException("the end of the jar is missing or damaged (" + e.getMessage() + ")");
        }
    }

    private static DropJar describe(Path source, Path copy, String digest, Attributes headers)
            throws InvalidBundleException {
        String name = headers.getValue(Constants.BUNDLE_SYMBOLICNAME);
        if (name == null || name.isBlank()) {
            throw notABundle();
        }
        if (headers.getValue(Constants.FRAGMENT_HOST) != null) {
            throw new InvalidBundleException("It is a fragment of " + plain(headers.getValue(Constants.FRAGMENT_HOST))
                    + ", which would have to restart for it; make it a bundle of its own.");
        }
        String version = version(headers.getValue(Constants.BUNDLE_VERSION));
        boolean stopFirst = "stop-first".equals(headers.getValue(Deployments.REPLACE_HEADER))
                || name.replace(" ", "").contains("singleton:=true")
                || headers.getValue(Constants.EXPORT_PACKAGE) != null;
        return new DropJar(source, copy, digest, plain(name), version, stopFirst);
    }

    private static String version(String header) throws InvalidBundleException {
        try {
            Version.parseVersion(header);
        } catch (IllegalArgumentException e) {
            throw new InvalidBundleException("Its " + Constants.BUNDLE_VERSION + " '" + header.strip()
                    + "' is not a version: write up to three numbers and, if needed, a word, such as 1.2.3.beta.");
        }
        return header == null ? "0.0.0" : header.strip();
    }

    // The central directory alone does not prove that the bytes before it have arrived.
    private static void readThrough(ZipFile zip) throws IOException, IncompleteJarException, InvalidBundleException {
        if (zip.size() > ENTRIES_MAX) {
            throw new InvalidBundleException("It has more than " + ENTRIES_MAX + " entries.");
        }
        byte[] buffer = new byte[65_536];
        long total = 0;
        Enumeration<? extends ZipEntry> entries = zip.entries();
        while (entries.hasMoreElements()) {
            ZipEntry entry = entries.nextElement();
            CRC32 crc = new CRC32();
            try (InputStream in = new CheckedInputStream(zip.getInputStream(entry), crc)) {
                for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                    total += n;
                    if (total > UNPACKED_BYTES_MAX) {
                        throw new InvalidBundleException(
                                "It is larger than " + UNPACKED_BYTES_MAX + " bytes when unpacked.");
                    }
                }
            }
            if (crc.getValue() != entry.getCrc()) {
                throw new IncompleteJarException("the checksum of its entry " + entry.getName() + " is wrong");
            }
        }
    }

    private static InvalidBundleException notABundle() {
        return new InvalidBundleException("It is a plain jar and not a bundle: its manifest has no "
                + Constants.BUNDLE_SYMBOLICNAME + ". Build it with bnd-maven-plugin.");
    }

    private static String plain(String header) {
        int attributes = header.indexOf(';');
        return (attributes < 0 ? header : header.substring(0, attributes)).strip();
    }
}
