// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.store.postgres;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import java.util.regex.Pattern;

/**
 * The settings of the store.
 *
 * @param schema of PostgreSQL; it must hold nothing else
 * @param queueMax the number of commits that may wait
 * @param batchMax the number of commits in one transaction
 * @param readersMax the number of connections for single reads, and as many again for snapshots
 * @param connectSeconds how long opening a connection may take
 * @param reconnectSeconds how long writes wait for a lost database before they are refused
 * @param operationsKeptDays how long results of operation keys are remembered
 */
public record PostgresSettings(
        DatabaseUrl url,
        String schema,
        int queueMax,
        int batchMax,
        int readersMax,
        int connectSeconds,
        int reconnectSeconds,
        int operationsKeptDays) {
    private static final Pattern SCHEMA = Pattern.compile("[a-z_][a-z0-9_]{0,40}");

    /** Checks every value; the error names the key. */
    public PostgresSettings {
        if (!SCHEMA.matcher(schema).matches() || schema.startsWith("pg_") || schema.equals("public")) {
            throw invalid("schema must be a name of lower-case letters, digits and _, such as lynchet");
        }
        within("queueMax", queueMax, 1, 1_000_000);
        within("batchMax", batchMax, 1, 10_000);
        within("readersMax", readersMax, 1, 1_000);
        within("connectSeconds", connectSeconds, 1, 600);
        within("reconnectSeconds", reconnectSeconds, 1, 600);
        within("operationsKeptDays", operationsKeptDays, 1, 3_650);
    }

    /** Returns the defaults, for a database. */
    public static PostgresSettings of(String url) {
        return new PostgresSettings(DatabaseUrl.parse(url), "lynchet", 10_000, 1_000, 16, 10, 30, 7);
    }

    /** Returns the same settings with another queue length. */
    public PostgresSettings withQueueMax(int commits) {
        return new PostgresSettings(
                url, schema, commits, batchMax, readersMax, connectSeconds, reconnectSeconds, operationsKeptDays);
    }

    /** Returns the same settings with another schema. */
    public PostgresSettings withSchema(String name) {
        return new PostgresSettings(
                url, name, queueMax, batchMax, readersMax, connectSeconds, reconnectSeconds, operationsKeptDays);
    }

    /** Returns the same settings with another time to reconnect. */
    public PostgresSettings withReconnectSeconds(int seconds) {
        return new PostgresSettings(
                url, schema, queueMax, batchMax, readersMax, connectSeconds, seconds, operationsKeptDays);
    }

    private static void within(String key, int value, int min, int max) {
        if (value < min || value > max) {
            throw invalid(key + " must be " + min + " to " + max + ", not " + value);
        }
    }

    private static LynchetException invalid(String message) {
        return new LynchetException(ErrorCode.CONFIGURATION_INVALID, "io.lynchet.store.postgres: " + message);
    }
}
