// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.store.postgres;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.store.sql.database.Column;
import io.lynchet.store.sql.table.Catalog;
import io.lynchet.store.sql.table.ChangeLog;
import java.sql.SQLException;
import java.util.UUID;

/**
 * The setup of the store's schema. It creates the store's own tables or checks those present, and takes the lock that
 * keeps a second process away.
 */
final class SchemaSetup {
    /** The first version of PostgreSQL with everything that the store needs. */
    static final long VERSION_MIN = 130_000;

    private static final long FORMAT = 1;
    private static final String TABLES = """
            CREATE TABLE lynchet_meta (name text PRIMARY KEY, value text NOT NULL);
            CREATE TABLE lynchet_entities (number bigint PRIMARY KEY, name text NOT NULL, tab text NOT NULL UNIQUE,
                dropped bigint NOT NULL);
            CREATE TABLE lynchet_fields (entity bigint NOT NULL, col text NOT NULL, name text NOT NULL,
                dropped bigint NOT NULL, PRIMARY KEY (entity, col));
            CREATE TABLE lynchet_changes (seq bigint PRIMARY KEY, entity bigint NOT NULL, row_id text COLLATE "C" NOT NULL,
                kind bigint NOT NULL, before bytea, after bytea, at bigint NOT NULL, rest bigint NOT NULL DEFAULT 0);
            CREATE TABLE lynchet_operations (client text COLLATE "C" NOT NULL, operation text COLLATE "C" NOT NULL,
                at bigint NOT NULL, answer bytea NOT NULL, PRIMARY KEY (client, operation));
            CREATE INDEX lynchet_operations_at ON lynchet_operations (at);
            """;

    private final PostgresDatabase database;
    private final PostgresSettings settings;

    SchemaSetup(PostgresDatabase database, PostgresSettings settings) {
        this.database = database;
        this.settings = settings;
    }

    /** Sets up the schema and keeps the lock until the connection ends. */
    void run() throws SQLException {
        requireServer();
        takeLock();
        if (!isThere("SELECT 1 FROM pg_namespace WHERE nspname = ?")) {
            database.execute("CREATE SCHEMA " + Column.quote(settings.schema()));
        }
        if (database.number(
                        0, "SELECT 1 FROM pg_tables WHERE schemaname = current_schema() AND tablename = 'lynchet_meta'")
                == 0) {
            requireEmpty();
            create();
        }
        long format = Catalog.number(database, "format", 0);
        if (format != FORMAT) {
            throw new LynchetException(
                    ErrorCode.STORE_DAMAGED,
                    "the schema " + settings.schema() + " has format " + format + ", and this version reads " + FORMAT);
        }
        ChangeLog.addRest(database);
        database.commit();
    }

    private boolean isThere(String sql) throws SQLException {
        return database.number(0, sql, settings.schema()) == 1;
    }

    private void requireServer() throws SQLException {
        long version = database.number(0, "SELECT current_setting('server_version_num')::bigint");
        if (version < VERSION_MIN) {
            throw invalid("PostgreSQL " + version / 10_000 + " is too old; " + VERSION_MIN / 10_000 + " is needed.");
        }
        if (database.number(0, "SELECT pg_is_in_recovery()::int") == 1) {
            throw invalid("It is a standby, which is read-only; name the primary.");
        }
        String encoding = database.text("SELECT current_setting('server_encoding')");
        if (!encoding.equals("UTF8")) {
            throw invalid("Its encoding is " + encoding + "; create the database with ENCODING 'UTF8'.");
        }
    }

    private LynchetException invalid(String what) {
        return new LynchetException(
                ErrorCode.CONFIGURATION_INVALID, "The database " + settings.url() + " can't be used: " + what);
    }

    private void takeLock() throws SQLException {
        if (database.number(
                        0, "SELECT pg_try_advisory_lock(hashtextextended('lynchet ' || ?, 0))::int", settings.schema())
                != 1) {
            throw new LynchetException(
                    ErrorCode.CONFLICT,
                    "The schema " + settings.schema() + " of " + settings.url()
                            + " is in use by another process. Stop that one, or give this one a schema of its own.");
        }
    }

    private void requireEmpty() throws SQLException {
        if (isThere("SELECT 1 FROM pg_class WHERE relnamespace = ?::regnamespace LIMIT 1")) {
            throw new LynchetException(
                    ErrorCode.STORE_DAMAGED,
                    "the schema " + settings.schema() + " of " + settings.url()
                            + " holds tables of another program; set another one as io.lynchet.store.postgres:schema");
        }
    }

    private void create() throws SQLException {
        database.execute(TABLES);
        database.execute(Catalog.ANSWER_SEQ_INDEX);
        Catalog.set(database, "format", FORMAT);
        Catalog.set(database, "store_id", UUID.randomUUID().toString());
        Catalog.set(database, "epoch", 1L);
        Catalog.set(database, "oldest_seq", 1L);
        Catalog.set(database, "head_seq", 0L);
        Catalog.set(database, "generation", 0L);
    }
}
