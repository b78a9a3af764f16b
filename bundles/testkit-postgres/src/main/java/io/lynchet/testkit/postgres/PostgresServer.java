// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.testkit.postgres;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** A PostgreSQL server of its own folder and port, which can be killed and started again. Its user is {@code postgres}, without a password. */
public final class PostgresServer implements AutoCloseable {
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

    /** One for all tests of this JVM, which ends with it. It does not sync to the disk, so don't kill it. */
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

    /** @param folder for its data, which may be there already */
    public static PostgresServer start(Path folder, Map<String, String> settings) {
        PostgresServer made = new PostgresServer(folder, settings);
        made.startAgain();
        return made;
    }

    /** On the same data and port. */
    public void startAgain() {
        EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder()
                .setDataDirectory(folder.resolve("data"))
                .setOverrideWorkingDirectory(folder.resolve("programs").toFile())
                .setCleanDataDirectory(false)
                .setPort(port);
        settings.forEach(builder::setServerConfig);
        try {
            server = builder.start();
            port = server.getPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int port() {
        return port;
    }

    /** Of a new database. */
    public String newUrl() {
        String name = "db" + DATABASES.incrementAndGet();
        execute("CREATE DATABASE " + name);
        return "postgres://postgres@127.0.0.1:" + port + "/" + name;
    }

    /** In the database {@code postgres}. */
    public void execute(String sql) {
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql + ": " + e.getMessage(), e);
        }
    }

    /** As the system does it when it is out of memory: at once, with all its children. */
    public void kill() {
        try {
            long pid = Long.parseLong(Files.readAllLines(folder.resolve("data/postmaster.pid"))
                    .get(0)
                    .strip());
            ProcessHandle postmaster = ProcessHandle.of(pid).orElseThrow();
            var children = postmaster.descendants().toList();
            postmaster.destroyForcibly();
            children.forEach(ProcessHandle::destroyForcibly);
            postmaster.onExit().join();
            children.forEach(child -> child.onExit().join());
            // There is nothing to stop any more; it gives its lock of the folder back.
            server.close();
            Files.deleteIfExists(folder.resolve("data/postmaster.pid"));
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
