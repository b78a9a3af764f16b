// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.store.postgres;

import io.lynchet.api.row.Change;
import io.lynchet.store.sql.table.ChangeLog;
import io.lynchet.store.sql.table.EntityTable;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The writes of a transaction that wait to be sent. Those with the same statement go together, in one round trip for
 * all of them. Writes to one row stay in their order, and so do writes to a table with unique values.
 */
final class Outgoing {
    private static final int WAITING_MAX = 2_000;

    private final PostgresDatabase database;
    private final Map<String, List<Object[]>> byStatement = new LinkedHashMap<>();
    private final Map<EntityTable, String> lastOfUnique = new LinkedHashMap<>();
    private final Set<String> touched = new HashSet<>();
    private int waiting;
    private boolean saved;

    Outgoing(PostgresDatabase database) {
        this.database = database;
    }

    void row(EntityTable table, String id, String sql, Object[] arguments) throws SQLException {
        boolean again = !touched.add(table.number() + " " + id);
        boolean otherOrder = table.hasUnique() && !sql.equals(lastOfUnique.getOrDefault(table, sql));
        if (again || otherOrder || waiting >= WAITING_MAX) {
            send();
            touched.add(table.number() + " " + id);
        }
        lastOfUnique.put(table, sql);
        add(sql, arguments);
    }

    /**
     * Adds an entry to the log.
     *
     * @param before as JSON, or null; after likewise
     */
    void log(int entity, Change change, byte[] before, byte[] after) {
        add(PostgresDialect.INSTANCE.logEntry(), ChangeLog.entryArguments(entity, change, before, after));
    }

    void add(String sql, Object[] arguments) {
        byStatement.computeIfAbsent(sql, any -> new ArrayList<>()).add(arguments);
        waiting++;
    }

    void send() throws SQLException {
        for (Map.Entry<String, List<Object[]>> statement : byStatement.entrySet()) {
            for (Object[] arguments : statement.getValue()) {
                database.runLater(statement.getKey(), arguments);
            }
        }
        database.sendBatch();
        drop();
    }

    /**
     * Sends the waiting writes and sets a savepoint, so that later writes can be undone alone. Acts once for each
     * commit.
     */
    void save() throws SQLException {
        if (!saved) {
            send();
            database.execute("SAVEPOINT one");
            saved = true;
        }
    }

    boolean isSaved() {
        return saved;
    }

    /** Ends the savepoint after the last write of a commit. */
    void end(boolean undo) throws SQLException {
        if (undo) {
            drop();
            database.execute("ROLLBACK TO one");
        }
        database.execute("RELEASE one");
        saved = false;
    }

    /** Drops the waiting writes. */
    void drop() {
        byStatement.clear();
        lastOfUnique.clear();
        touched.clear();
        waiting = 0;
    }
}
