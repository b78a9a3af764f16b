// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.totp.secret;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file with the keys of secrets: text, one key per line in base 64, lines with # as comments. The first key seals;
 * those below it only open, so that a new one can be put on top. A missing file is created, readable by its owner only.
 */
public final class KeyFile {
    public static final String NAME = "second-factor.key";

    private static final Logger LOG = LoggerFactory.getLogger(KeyFile.class);
    private static final int BYTES_MAX = 16 * 1024;
    private static final Set<PosixFilePermission> OWNER =
            EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
    private static final String HEADER = """
            # Key that encrypts the secrets of second factors. Keep a copy of this file apart from the backups of the data:
            # without it nobody can sign in with a code of an app. A new key goes on top; keep the old ones below.
            """;

    private KeyFile() {}

    /**
     * Reads the keys. Fails with {@code CONFIGURATION_INVALID} and the reason when the file can't be read, created or
     * parsed.
     */
    public static List<EncryptionKey> read(Path file, boolean ours) {
        try {
            if (Files.notExists(file)) {
                make(file);
            }
            guard(file, ours);
            return keys(file);
        } catch (IOException e) {
            throw invalid(file, "can't be read or created: " + reason(e), e);
        }
    }

    private static String reason(IOException e) {
        String why = e instanceof FileSystemException failed ? failed.getReason() : e.getMessage();
        return why == null ? e.getClass().getSimpleName() : e.getClass().getSimpleName() + ", " + why;
    }

    // A crash leaves the whole file or none, so that no secret is sealed by a lost key.
    private static void make(Path file) throws IOException {
        byte[] key = new byte[EncryptionKey.BYTES];
        new SecureRandom().nextBytes(key);
        String text = HEADER + Base64.getEncoder().encodeToString(key) + "\n";
        Path draft = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(draft);
        Files.createFile(draft, permissions(file));
        try (FileChannel channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
        LOG.info(
                "Created {}, the key that encrypts the secrets of second factors. Keep a copy of it apart from the"
                        + " backups.",
                file);
    }

    private static FileAttribute<?>[] permissions(Path file) {
        return isPosix(file)
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER)}
                : new FileAttribute<?>[0];
    }

    private static boolean isPosix(Path file) {
        return file.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    // An operator guards a file at another path, which may belong to another user.
    private static void guard(Path file, boolean ours) throws IOException {
        if (!isPosix(file) || OWNER.containsAll(Files.getPosixFilePermissions(file))) {
            return;
        }
        if (ours) {
            Files.setPosixFilePermissions(file, OWNER);
            LOG.warn("Other users could read {}; now only its owner can.", file);
        } else {
            LOG.warn(
                    "Other users than its owner can read {}, which has the key of the secrets of second factors. Run"
                            + " chmod 600 on it.",
                    file);
        }
    }

    private static List<EncryptionKey> keys(Path file) throws IOException {
        if (Files.size(file) > BYTES_MAX) {
            throw invalid(file, "is larger than " + BYTES_MAX + " bytes", null);
        }
        List<EncryptionKey> keys = new ArrayList<>();
        int number = 0;
        for (String line : Files.readString(file).lines().map(String::strip).toList()) {
            number++;
            if (!line.isEmpty() && !line.startsWith("#")) {
                keys.add(key(file, number, line));
            }
        }
        if (keys.isEmpty()) {
            throw invalid(
                    file,
                    "has no key; put the right file in its place, or remove it so that the next start creates a"
                            + " new key",
                    null);
        }
        return keys;
    }

    private static EncryptionKey key(Path file, int number, String line) {
        try {
            return new EncryptionKey(Base64.getDecoder().decode(line));
        } catch (IllegalArgumentException e) {
            // Without the cause, which quotes what may be a key.
            throw invalid(
                    file,
                    "line " + number + " is not a key; a key is " + EncryptionKey.BYTES + " bytes in base 64",
                    null);
        }
    }

    private static LynchetException invalid(Path file, String what, IOException cause) {
        return new LynchetException(
                ErrorCode.CONFIGURATION_INVALID, "io.lynchet.auth.totp: keyFile " + file + " " + what + ".", cause);
    }
}
