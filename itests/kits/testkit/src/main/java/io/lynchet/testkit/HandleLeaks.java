// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * The check that a test leaves no files or sockets open that were not open before. It reads Linux's data about the
 * process; without {@code /proc} it checks nothing. Jars and libraries don't count, since class loaders keep them open.
 */
public final class HandleLeaks implements BeforeEachCallback, AfterEachCallback {
    private static final ExtensionContext.Namespace SPACE = ExtensionContext.Namespace.create(HandleLeaks.class);
    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

    // The JDK opens a socket of its own with the first file or socket channel, and keeps it.
    static {
        try (SocketChannel socket = SocketChannel.open();
                FileChannel file = Files.isDirectory(DESCRIPTORS)
                        ? FileChannel.open(Path.of("/proc/self/stat"), StandardOpenOption.READ)
                        : null) {
            // Opening and closing them is enough.
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        context.getStore(SPACE).put("before", open());
    }

    @Override
    public void afterEach(ExtensionContext context) {
        Map<?, ?> before = context.getStore(SPACE).get("before", Map.class);
        Map<String, String> left = left(before);
        if (!left.isEmpty()) {
            throw new AssertionError("files or sockets left open: " + left.values());
        }
    }

    /** Returns the handles that are open and were not before, by descriptor. */
    static Map<String, String> left(Map<?, ?> before) {
        Map<String, String> left = open();
        left.entrySet().removeIf(handle -> handle.getValue().equals(before.get(handle.getKey())));
        return left;
    }

    /** Returns the open handles, by descriptor. */
    static Map<String, String> open() {
        Map<String, String> found = new TreeMap<>();
        if (!Files.isDirectory(DESCRIPTORS)) {
            return found;
        }
        try (Stream<Path> links = Files.list(DESCRIPTORS)) {
            links.forEach(link -> {
                String target = target(link);
                if (counts(target)) {
                    found.put(link.getFileName().toString(), target);
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return found;
    }

    private static boolean counts(String target) {
        if (target.startsWith("socket:")) {
            return true;
        }
        return target.startsWith("/")
                && !target.startsWith("/proc/")
                && !target.startsWith("/dev/")
                && !target.startsWith("/sys/")
                && !target.endsWith("/modules")
                && !target.matches(".*\\.(jar|jmod|so|jsa)( \\(deleted\\))?");
    }

    // A descriptor may be closed while the folder is read.
    private static String target(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException gone) {
            return "";
        }
    }
}
