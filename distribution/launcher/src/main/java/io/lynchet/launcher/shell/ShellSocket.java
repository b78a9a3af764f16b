// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.launcher.shell;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.zip.CRC32;

/** The path of the shell's socket; the running process and {@code lynchet shell} must compute the same one. */
public final class ShellSocket {
    /** The operating system allows 108 bytes on Linux, 104 on macOS, the final zero included. */
    private static final int BYTES_MAX = 100;

    private ShellSocket() {}

    /** Returns the path in the data directory; if that is too long for a socket, in the folder for temporary files. */
    public static Path of(Path data) {
        Path inside = data.toAbsolutePath().normalize().resolve("shell.sock");
        if (fits(inside)) {
            return inside;
        }
        CRC32 crc = new CRC32();
        crc.update(inside.toString().getBytes(StandardCharsets.UTF_8));
        String name = "lynchet-%s-%08x.sock"
                .formatted(System.getProperty("user.name").toLowerCase(Locale.ROOT), crc.getValue());
        Path temporary = Path.of(System.getProperty("java.io.tmpdir")).resolve(name);
        Path fixed = Path.of("/tmp");
        return fits(temporary) || !Files.isDirectory(fixed) ? temporary : fixed.resolve(name);
    }

    private static boolean fits(Path path) {
        return path.toString().getBytes(StandardCharsets.UTF_8).length <= BYTES_MAX;
    }
}
