// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.store.postgres;

import io.lynchet.api.row.OperationKey;
import io.lynchet.api.row.Row;
import io.lynchet.api.row.WriteResult;
import io.lynchet.api.schema.SchemaChangedException;
import io.lynchet.api.store.Write;
import io.lynchet.store.sql.database.Column;
import io.lynchet.store.sql.database.PreparedQuery;
import io.lynchet.store.sql.table.EntityTable;
import io.lynchet.store.sql.table.Layout;
import io.lynchet.store.sql.table.OperationTable;
import io.lynchet.store.sql.write.CommitRequest;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The reads that the commits of a transaction need, done at once: rows that they change and refer to, and remembered
 * results of their operation keys.
 */
final class Prefetch {
    private final Layout layout;
    private final Map<EntityTable, Set<String>> wanted = new HashMap<>();
    private final List<OperationKey> keys = new ArrayList<>();

    Prefetch(Layout layout) {
        this.layout = layout;
    }

    void add(CommitRequest request) {
        request.commit().operation().ifPresent(operation -> keys.add(operation.key()));
        for (Write write : request.commit().writes()) {
            try {
                add(write);
            } catch (SchemaChangedException e) {
                // The commit is refused in its turn.
                return;
            }
        }
    }

    private void add(Write write) {
        EntityTable table = layout.of(write.entity());
        want(table, write.id());
        if (write instanceof Write.Insert insert) {
            targets(table, insert.row());
        } else if (write instanceof Write.Update update) {
            for (Column column : table.columns()) {
                if (column.field().type().target() != null && update.patch().names(column.field())) {
                    want(column, update.patch().get(column.field()));
                }
            }
        }
    }

    private void targets(EntityTable table, Row row) {
        for (Column column : table.columns()) {
            want(column, row.get(column.ordinal()));
        }
    }

    private void want(Column column, Object id) {
        if (column.field().type().target() != null && id instanceof String target) {
            want(layout.target(column.field()), target);
        }
    }

    private void want(EntityTable table, String id) {
        if (id == null) {
            // The write is refused in its turn.
            return;
        }
        wanted.computeIfAbsent(table, any -> new HashSet<>()).add(id);
    }

    /** Runs one query for each table and one for the remembered results. */
    Map<OperationKey, WriteResult> run(PostgresDatabase database, KnownRows rows) throws SQLException {
        for (Map.Entry<EntityTable, Set<String>> table : wanted.entrySet()) {
            rows.read(table.getKey(), table.getValue());
        }
        Map<OperationKey, WriteResult> answers = new HashMap<>();
        if (!keys.isEmpty()) {
            PreparedQuery statement = database.prepare("SELECT client, operation, answer FROM lynchet_operations"
                    + " WHERE (client, operation) IN (SELECT * FROM unnest(?1, ?2))");
            try {
                String[] clients = keys.stream().map(OperationKey::clientId).toArray(String[]::new);
                String[] operations =
                        keys.stream().map(OperationKey::operationId).toArray(String[]::new);
                for (boolean row = statement.first(clients, operations); row; row = statement.next()) {
                    answers.put(
                            new OperationKey(statement.textAt(0), statement.textAt(1)),
                            OperationTable.decode(statement.bytesAt(2)));
                }
            } finally {
                statement.reset();
            }
        }
        return answers;
    }
}
