// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.launcher.framework;

import io.lynchet.launcher.cli.Refusal;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * The data directory, held by one process at a time. The lock is the operating system's, so it ends with the process,
 * however that ends. The file stays and names its last owner.
 */
public final class DataDirectory implements AutoCloseable {
    private static final int TOKEN_BYTES = 32;
    private static final String LOCK = "lock";
    private static final Set<PosixFilePermission> OWNER = PosixFilePermissions.fromString("rwx------");

    /**
     * The directories of this JVM. Asking the system is not enough: closing a second channel would release the lock of
     * the first.
     */
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path path;
    private final FileChannel channel;

    private DataDirectory(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    /**
     * Creates the directory if it is missing, for the owner only; closes an existing one to other users; and locks it.
     *
     * @throws Refusal with exit code 69 when another process has it; also when it can't be closed to others
     */
    public static DataDirectory open(Path path) {
        Path absolute = path.toAbsolutePath().normalize();
        try {
            if (!Files.isDirectory(absolute)) {
                Files.createDirectories(absolute, ownerOnly(absolute, "rwx------"));
            }
            Path real = absolute.toRealPath();
            closeToOthers(real);
            if (!HELD.add(real)) {
                throw Refusal.inUse(inUse(real, "this process"));
            }
            return lock(real);
        } catch (FileAlreadyExistsException e) {
            throw Refusal.error("the data directory " + absolute + " is a file, not a folder", e);
        } catch (AccessDeniedException e) {
            throw Refusal.error(
                    "no permission to write to the data directory " + absolute
                            + ".\n  Choose another one with --data, or run as its owner.",
                    e);
        } catch (IOException e) {
            throw Refusal.error("cannot use the data directory " + absolute + ": " + e.getMessage(), e);
        }
    }

    /**
     * Closes the folder to other users: it holds rows of all users and the admin token. A folder made by hand or by a
     * container is often open to all.
     */
    private static void closeToOthers(Path folder) throws IOException {
        if (!isPosix(folder) || OWNER.containsAll(Files.getPosixFilePermissions(folder))) {
            return;
        }
        if (!Files.exists(folder.resolve(LOCK)) && !isEmpty(folder)) {
            throw Refusal.error("the data directory " + folder
                    + " can be entered by other users, and holds files that are not Lynchet's."
                    + "\n  Choose a folder of its own with --data, or close this one: chmod 700 " + folder);
        }
        try {
            Files.setPosixFilePermissions(folder, OWNER);
        } catch (IOException e) {
            throw Refusal.error(
                    "the data directory " + folder + " can be entered by other users, and this user may not close it."
                            + "\n  Make this user its owner, or choose a folder in it with --data: " + folder
                            + "/lynchet",
                    e);
        }
    }

    private static boolean isEmpty(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.findAny().isEmpty();
        }
    }

    private static boolean isPosix(Path near) {
        return near.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    private static DataDirectory lock(Path path) throws IOException {
        FileChannel channel = null;
        try {
            channel = FileChannel.open(
                    path.resolve(LOCK),
                    Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
                    ownerOnly(path, "rw-------"));
            if (channel.tryLock() == null) {
                throw Refusal.inUse(inUse(path, owner(channel)));
            }
            byte[] owner = (ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.UTF_8);
            channel.truncate(0).write(ByteBuffer.wrap(owner), 0);
            return new DataDirectory(path, channel);
        } catch (IOException | Refusal e) {
            HELD.remove(path);
            if (channel != null) {
                channel.close();
            }
            throw e;
        }
    }

    private static String owner(FileChannel channel) throws IOException {
        ByteBuffer text = ByteBuffer.allocate(32);
        channel.read(text, 0);
        String pid = new String(text.array(), 0, text.position(), StandardCharsets.UTF_8).strip();
        return pid.isEmpty() ? "another process" : "process " + pid;
    }

    private static String inUse(Path path, String owner) {
        return "the data directory " + path + " is in use by " + owner
                + ".\n  Stop that process, or choose another directory with --data.";
    }

    public Path path() {
        return path;
    }

    /** Returns the random admin token; created at the first call, readable by the owner only. */
    public String adminToken() {
        Path file = adminTokenFile();
        try {
            if (!Files.exists(file)) {
                byte[] random = new byte[TOKEN_BYTES];
                new SecureRandom().nextBytes(random);
                String token = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
                Path draft = path.resolve("admin-token.new");
                Files.deleteIfExists(draft);
                Files.createFile(draft, ownerOnly(path, "rw-------"));
                Files.writeString(draft, token + "\n");
                Files.move(draft, file);
            }
            String token = Files.readString(file).strip();
            if (token.length() < 16) {
                throw Refusal.error(file + " holds no token.\n  Delete it so that the next start creates a new one.");
            }
            return token;
        } catch (IOException e) {
            throw Refusal.error("cannot store the admin token in " + file + ": " + e.getMessage(), e);
        }
    }

    public Path adminTokenFile() {
        return path.resolve("admin-token");
    }

    public static FileAttribute<?>[] ownerOnly(Path near, String permissions) {
        return isPosix(near)
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }

    /** Releases the directory for the next process. */
    @Override
    public void close() {
        try {
            channel.close();
            HELD.remove(path);
        } catch (IOException e) {
            throw Refusal.error("cannot release the data directory " + path + ": " + e.getMessage(), e);
        }
    }
}
