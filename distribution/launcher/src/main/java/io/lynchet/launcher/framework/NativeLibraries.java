// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.launcher.framework;

import io.lynchet.launcher.cli.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * The folder where libraries unpack their native parts: below the data directory, which exists and can be written to.
 * The folder for temporary files often can't. It is used where the disk of the data allows no programs
 * ({@code noexec}).
 */
public final class NativeLibraries {
    /** The properties that the libraries read when they unpack: SQLite's driver, and Zstandard. */
    private static final List<String> PROPERTIES = List.of("org.sqlite.tmpdir", "ZstdTempFolder");

    /** The values that were set here; a value from elsewhere is the user's own, and stays. */
    private static final Set<String> OURS = ConcurrentHashMap.newKeySet();

    private NativeLibraries() {}

    /**
     * Creates the folder {@code native}, removes the remains of a killed process, and names the folder to the
     * libraries. Must run before any of them is loaded.
     *
     * @param data held by this process
     * @throws Refusal when no folder allows programs
     */
    public static void unpackBelow(Path data) throws IOException {
        Path folder = data.resolve("native");
        if (!Files.isDirectory(folder)) {
            Files.createDirectory(folder, DataDirectory.ownerOnly(data, "rwx------"));
        }
        try (Stream<Path> left = Files.list(folder)) {
            for (Path file : left.toList()) {
                Files.delete(file);
            }
        }
        List<String> open = PROPERTIES.stream()
                .filter(property -> System.getProperty(property) == null || OURS.contains(System.getProperty(property)))
                .toList();
        if (!open.isEmpty()) {
            String place = usable(folder, Path.of(System.getProperty("java.io.tmpdir")))
                    .toString();
            OURS.add(place);
            open.forEach(property -> System.setProperty(property, place));
        }
    }

    private static Path usable(Path folder, Path temporary) {
        return Stream.of(folder, temporary)
                .filter(NativeLibraries::allowsPrograms)
                .findFirst()
                .orElseThrow(() ->
                        Refusal.error("neither " + folder + " nor the folder for temporary files, " + temporary
                                + ", allows native libraries, which the database needs (are they mounted noexec?)."
                                + "\n  Name one that does: "
                                + String.join(
                                        " ",
                                        PROPERTIES.stream()
                                                .map(one -> "-D" + one + "=/path")
                                                .toList())));
    }

    /**
     * Returns whether the system allows programs: on a disk without programs it says no even for an executable file.
     */
    private static boolean allowsPrograms(Path folder) {
        try {
            Path probe =
                    Files.createTempFile(folder, "lynchet-", ".probe", DataDirectory.ownerOnly(folder, "rwx------"));
            try {
                return Files.isExecutable(probe);
            } finally {
                Files.delete(probe);
            }
        } catch (IOException notWritable) {
            return false;
        }
    }
}
