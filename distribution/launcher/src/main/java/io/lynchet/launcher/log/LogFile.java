// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.launcher.log;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.logging.ErrorManager;
import java.util.logging.FileHandler;
import java.util.logging.Formatter;
import java.util.logging.Level;
import java.util.logging.LogRecord;

/**
 * A file for the log, with the earlier ones: {@code NAME.0} is the newest, then {@code NAME.1} and so on; just
 * {@code NAME} when one is kept. The JDK's own handler writes and rotates them. Any thread may call any method; blocks
 * as long as the disk does.
 */
public final class LogFile implements AutoCloseable {
    private final FileHandler handler;
    private volatile boolean failed;

    private LogFile(FileHandler handler) {
        this.handler = handler;
    }

    /**
     * Opens the file and continues behind its content; creates the folder.
     *
     * @param bytesMax of each file
     * @param kept the number of files in all, 1 or more
     */
    public static LogFile open(Path path, long bytesMax, int kept) throws IOException {
        Files.createDirectories(path.toAbsolutePath().getParent());
        // A percent sign would begin a placeholder of the handler.
        String name = path.toString().replace("%", "%%");
        String pattern = kept == 1 ? name : name + ".%g";
        Path newest = kept == 1 ? path : path.resolveSibling(path.getFileName() + ".0");
        LogFile file = new LogFile(new OwnersHandler(pattern, bytesMax, kept, newest));
        file.handler.setEncoding(StandardCharsets.UTF_8.name());
        file.handler.setLevel(Level.ALL);
        file.handler.setFormatter(new Formatter() {
            @Override
            public String format(LogRecord line) {
                return line.getMessage();
            }
        });
        file.handler.setErrorManager(new ErrorManager() {
            @Override
            public synchronized void error(String message, Exception cause, int code) {
                file.failed = true;
            }
        });
        return file;
    }

    /** A handler that closes each file to other users: a log with addresses and users is not for the whole machine. */
    private static final class OwnersHandler extends FileHandler {
        private final Path newest;

        OwnersHandler(String pattern, long bytesMax, int kept, Path newest) throws IOException {
            super(pattern, bytesMax, kept, true);
            this.newest = newest;
            closeToOthers(newest);
        }

        /** Called with each new file, for the first time by the constructor above. */
        @Override
        protected synchronized void setOutputStream(OutputStream stream) {
            super.setOutputStream(stream);
            if (newest != null) {
                try {
                    closeToOthers(newest);
                } catch (IOException e) {
                    reportError("the log file could not be closed to others", e, ErrorManager.OPEN_FAILURE);
                }
            }
        }

        private static void closeToOthers(Path file) throws IOException {
            // It does not exist when another process writes to the same name: the handler has chosen another name then.
            if (Files.exists(file)
                    && file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
                Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
            }
        }
    }

    /**
     * Writes a line. Returns false when it could not be written, as on a full disk; then the line has to go elsewhere.
     */
    boolean write(String line) {
        failed = false;
        handler.publish(new LogRecord(Level.INFO, line));
        return !failed;
    }

    @Override
    public void close() {
        handler.close();
    }
}
