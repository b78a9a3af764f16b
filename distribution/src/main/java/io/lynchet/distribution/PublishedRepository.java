// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.distribution;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** A folder of artifacts that Maven has copied becomes a repository that it can read without complaint. */
final class PublishedRepository {
    private static final String SUFFIX = ".sha1";

    /** What Maven notes for itself in a local repository, with names and times of this machine. */
    private static final Set<String> NOTES = Set.of("_remote.repositories", "maven-metadata-local.xml");

    private PublishedRepository() {}

    /** Takes notes away and puts a checksum beside each file, without which Maven would warn about it. */
    static void finish(Path repository) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(repository)) {
            files = all.filter(Files::isRegularFile)
                    .filter(file -> !file.toString().endsWith(SUFFIX))
                    .toList();
        }
        for (Path file : files) {
            if (NOTES.contains(file.getFileName().toString())) {
                Files.delete(file);
                continue;
            }
            Files.writeString(file.resolveSibling(file.getFileName() + SUFFIX), sha1(Files.readAllBytes(file)));
        }
    }

    private static String sha1(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-1", e);
        }
    }
}
