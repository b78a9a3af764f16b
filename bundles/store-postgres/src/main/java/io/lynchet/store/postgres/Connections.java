// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.store.postgres;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.store.sql.database.Column;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Properties;
import org.postgresql.Driver;
import org.postgresql.PGProperty;

/** The factory of connections, which all use the schema of the store and commit durably. */
final class Connections {
    private static final int SOCKET_SECONDS_MORE = 300;

    private final PostgresSettings settings;
    private final Driver driver = new Driver();
    private final ReadWatch watch = new ReadWatch();

    Connections(PostgresSettings settings) {
        this.settings = settings;
    }

    PostgresSettings settings() {
        return settings;
    }

    ReadWatch watch() {
        return watch;
    }

    PostgresDatabase open(PostgresDatabase.Use use) throws SQLException {
        // The driver manager would keep driver and class loader for good, so it is not used.
        Connection connection = driver.connect(settings.url().jdbc(), properties());
        if (connection == null) {
            throw new SQLException("the driver does not accept this URL", "08001");
        }
        try {
            return new PostgresDatabase(connection, use, watch);
        } catch (SQLException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    private Properties properties() {
        Properties properties = settings.url().properties();
        PGProperty.APPLICATION_NAME.set(properties, "lynchet");
        PGProperty.CONNECT_TIMEOUT.set(properties, settings.connectSeconds());
        PGProperty.LOGIN_TIMEOUT.set(properties, settings.connectSeconds());
        PGProperty.SOCKET_TIMEOUT.set(properties, SOCKET_SECONDS_MORE);
        PGProperty.TCP_KEEP_ALIVE.set(properties, true);
        PGProperty.PREPARE_THRESHOLD.set(properties, 1);
        PGProperty.REWRITE_BATCHED_INSERTS.set(properties, true);
        PGProperty.STRING_TYPE.set(properties, "unspecified");
        // The driver's exceptions are logged, and the log must not hold values of rows.
        PGProperty.LOG_SERVER_ERROR_DETAIL.set(properties, false);
        // An acknowledged commit is on the disk, whatever the server's default is.
        PGProperty.OPTIONS.set(
                properties,
                "-c search_path=" + settings.schema() + " -c synchronous_commit=on -c client_encoding=UTF8"
                        + " -c idle_in_transaction_session_timeout=0 -c statement_timeout=0");
        return properties;
    }

    /** Returns an exception that tells the operator what to do, after the first connection failed. */
    LynchetException refused(SQLException failure) {
        String state = failure.getSQLState() == null ? "" : failure.getSQLState();
        String what = switch (state) {
            case "28P01", "28000" -> "does not accept user and password; check them in io.lynchet.store.postgres:url";
            case "3D000" -> "does not exist; create it with CREATE DATABASE, or check io.lynchet.store.postgres:url";
            case "42501" ->
                "does not let this user create or use the schema " + Column.quote(settings.schema())
                        + "; grant CREATE on the database, or create the schema for the user";
            case "53300" -> "has no connection left; raise max_connections, or lower readersMax";
            case "57P03" -> "is starting or stopping";
            default ->
                state.startsWith("08")
                        ? "can't be reached; check host, port and sslmode of io.lynchet.store.postgres:url, and whether it runs"
                        : "refused with SQLSTATE " + state;
        };
        ErrorCode code = state.startsWith("08") || state.startsWith("57P0") || state.startsWith("53")
                ? ErrorCode.UNAVAILABLE
                : ErrorCode.CONFIGURATION_INVALID;
        return new LynchetException(code, "The database " + settings.url() + " " + what + ".", failure);
    }
}
