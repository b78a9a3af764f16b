// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.testkit.postgres;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A PostgreSQL server with a folder and port of its own, which can be killed and started again. Its user is
 * {@code postgres}, without a password. The programs are unpacked once, for all servers of the machine.
 */
public final class PostgresServer implements AutoCloseable {
    /** The library's own 10 s are too few while the disk is busy. */
    private static final Duration START_MAX = Duration.ofMinutes(1);

    private static final AtomicInteger DATABASES = new AtomicInteger();
    private static PostgresServer shared;

    private final Path folder;
    private final Map<String, String> settings;
    private EmbeddedPostgres server;
    private int port;

    private PostgresServer(Path folder, Map<String, String> settings) {
        this.folder = folder;
        this.settings = settings;
    }

    /**
     * Returns the one server for all tests of this JVM, which ends with it. It does not sync to the disk, so don't kill
     * it.
     */
    public static synchronized PostgresServer shared() {
        if (shared == null) {
            try {
                Path folder = Files.createTempDirectory("lynchet-postgres");
                shared = start(folder, Map.of("fsync", "off", "full_page_writes", "off", "max_connections", "300"));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return shared;
    }

    /**
     * Starts a server.
     *
     * @param folder an empty folder for its data and its log
     */
    public static PostgresServer start(Path folder, Map<String, String> settings) {
        PostgresServer made = new PostgresServer(folder, settings);
        made.startAgain();
        return made;
    }

    /** Starts the server again on the same data and port. */
    public void startAgain() {
        registerDriver();
        try {
            server = builder().start();
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage() + "\n" + log(), e);
        }
        port = server.getPort();
    }

    /** The library connects through the driver manager, and a framework that ended in this JVM took the driver away. */
    private static void registerDriver() {
        try {
            Class<?> driver = Class.forName("org.postgresql.Driver");
            if (DriverManager.drivers().noneMatch(driver::isInstance)) {
                DriverManager.registerDriver(
                        (Driver) driver.getDeclaredConstructor().newInstance());
            }
        } catch (ReflectiveOperationException | SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private EmbeddedPostgres.Builder builder() {
        ProcessBuilder.Redirect log = ProcessBuilder.Redirect.appendTo(logFile().toFile());
        EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder()
                .setDataDirectory(folder.resolve("data"))
                .setCleanDataDirectory(false)
                .setPGStartupWait(START_MAX)
                .setOutputRedirector(log)
                .setErrorRedirector(log)
                .setPort(port);
        settings.forEach(builder::setServerConfig);
        return builder;
    }

    private Path logFile() {
        return folder.resolve("server.log");
    }

    private String log() {
        try {
            return Files.readString(logFile());
        } catch (IOException e) {
            return e.toString();
        }
    }

    public int port() {
        return port;
    }

    /** Creates a database and returns its URL. */
    public String newUrl() {
        String name = "db" + DATABASES.incrementAndGet();
        execute("CREATE DATABASE " + name);
        return "postgres://postgres@127.0.0.1:" + port + "/" + name;
    }

    /** Runs a statement in the database {@code postgres}. */
    public void execute(String sql) {
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql + ": " + e.getMessage(), e);
        }
    }

    /** Kills the server and its children at once, as the system does when it is out of memory. */
    public void kill() {
        Path pidFile = folder.resolve("data/postmaster.pid");
        try {
            long pid = Long.parseLong(Files.readAllLines(pidFile).get(0).strip());
            ProcessHandle postmaster = ProcessHandle.of(pid).orElseThrow();
            var children = postmaster.descendants().toList();
            postmaster.destroyForcibly();
            children.forEach(ProcessHandle::destroyForcibly);
            postmaster.onExit().join();
            children.forEach(child -> child.onExit().join());
            // Nothing is left to stop; this only releases the lock of the folder.
            server.close();
            Files.deleteIfExists(pidFile);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
