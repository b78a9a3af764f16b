// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.store.sql.copy;

import io.lynchet.api.row.Change;
import io.lynchet.api.row.Row;
import io.lynchet.store.sql.table.EntityTable;
import java.sql.SQLException;
import java.util.List;

/** The target of another store's changes, in one transaction. */
public interface ReplayTarget {
    /** Receives, once and first, all changes that will be replayed. */
    void expect(List<Change> changes) throws SQLException;

    /** Returns the row as the changes so far have left it, or null. */
    Row get(EntityTable table, String id) throws SQLException;

    /** Runs a statement that writes one row. */
    void write(EntityTable table, String id, String sql, Object[] arguments) throws SQLException;

    /** Tells that the last statement has left the row like this; null when it deleted the row. */
    void became(EntityTable table, String id, Row row, long seq);

    /** Adds an entry to the log. */
    void log(int entity, Change change, byte[] before, byte[] after) throws SQLException;

    /** Tells that all changes have been replayed. */
    void end() throws SQLException;
}
