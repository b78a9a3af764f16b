// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.store.sql.table;

import io.lynchet.api.row.Change;
import io.lynchet.api.row.Row;
import io.lynchet.json.row.RowCodec;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * The log entries of the running commit. They wait for its end, because only then the last one is known: an update that
 * leaves its row equal makes none. Confined to the writer.
 */
public final class CommitEntries {
    private final List<Entry> waiting = new ArrayList<>();

    private static final class Entry {
        private final int entity;
        private final Change change;
        private final byte[] encoded;

        Entry(int entity, Change change, byte[] encoded) {
            this.entity = entity;
            this.change = change;
            this.encoded = encoded;
        }
    }

    /** A receiver of log entries. */
    @FunctionalInterface
    public interface Target {
        void log(int entity, Change change, byte[] before, byte[] after) throws SQLException;
    }

    /** @param encoded the row afterwards as JSON if it is encoded already, else null */
    public void add(int entity, Change change, byte[] encoded) {
        waiting.add(new Entry(entity, change, encoded));
    }

    /** Passes the entries on, in order, when the commit is whole. */
    public void end(Target target) throws SQLException {
        if (waiting.isEmpty()) {
            return;
        }
        long commitSeq = waiting.get(waiting.size() - 1).change.seq();
        for (Entry entry : waiting) {
            Change change = entry.change.in(commitSeq);
            byte[] after = entry.encoded == null ? encoded(change.after()) : entry.encoded;
            target.log(entry.entity, change, encoded(change.before()), after);
        }
        waiting.clear();
    }

    /** Drops the entries when the commit is refused. */
    public void drop() {
        waiting.clear();
    }

    private static byte[] encoded(Row row) {
        return row == null ? null : RowCodec.encode(row);
    }
}
