// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.store.sql;

import io.lynchet.api.row.Change;
import io.lynchet.api.row.Row;
import java.sql.SQLException;
import java.util.List;

/** Where the changes of another store go, in one transaction. */
public interface ReplayTarget {
    /** Told once, before anything else: these will be taken in. */
    void expect(List<Change> changes) throws SQLException;

    /** The row as the changes so far have left it, or null. */
    Row get(EntityTable table, String id) throws SQLException;

    /** Runs a statement that writes one row. */
    void write(EntityTable table, String id, String sql, Object[] arguments) throws SQLException;

    /** What the last statement has made of the row; null when it is gone. */
    void became(EntityTable table, String id, Row row, long seq);

    /** Adds an entry to the log. */
    void log(int entity, Change change, byte[] before, byte[] after) throws SQLException;

    /** Everything has been given. */
    void end() throws SQLException;
}
