// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.store.sql.table;

import io.lynchet.api.row.Change;
import io.lynchet.api.row.Row;
import io.lynchet.api.store.StoreErrors;
import io.lynchet.api.store.check.ChangeCount;
import io.lynchet.json.row.RowCodec;
import io.lynchet.store.sql.database.Column;
import io.lynchet.store.sql.database.Database;
import io.lynchet.store.sql.database.Dialect;
import io.lynchet.store.sql.database.PreparedQuery;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * The log of changes in its table. Rows are stored as JSON by field name, so that entries outlive changes of the
 * schema.
 */
public final class ChangeLog {
    public static final int LIMIT_MAX = 10_000;

    private static final String ENTRY =
            "INSERT INTO lynchet_changes (seq, entity, row_id, kind, before, after, at, rest)"
                    + " VALUES (?, ?, ?, ?, %s, %s, ?, ?)";
    private static final String COLUMNS =
            "SELECT seq, entity, row_id, kind, before, after, at, rest FROM lynchet_changes WHERE seq ";
    // The range includes the entry before it: that entry shows whether the page begins inside a commit.
    private static final String RANGE = COLUMNS + ">= ?1 AND seq <= ?2 ORDER BY seq LIMIT ?3";
    private static final String ONE = COLUMNS + "= ?1";
    // A restore continues above every seq that its archive has seen, which may be above those in the log.
    private static final String HEAD = "SELECT max(seq) FROM (SELECT max(seq) AS seq FROM lynchet_changes UNION ALL"
            + " SELECT CAST(value AS bigint) FROM lynchet_meta WHERE name = 'head_seq') AS heads";
    private static final String FORGET = "DELETE FROM lynchet_changes WHERE seq < ?1";
    private static final String LAST_END =
            "SELECT seq FROM lynchet_changes WHERE seq < ?1 AND rest = 0 ORDER BY seq DESC LIMIT 1";
    private static final String REST = "SELECT rest FROM lynchet_changes WHERE seq = ?1";

    private ChangeLog() {}

    /**
     * Adds an entry.
     *
     * @param before the row as JSON in UTF-8, or null
     * @param after likewise
     */
    public static void append(Database database, int entity, Change change, byte[] before, byte[] after)
            throws SQLException {
        database.runLater(database.dialect().logEntry(), entryArguments(entity, change, before, after));
    }

    /**
     * Returns the statement that adds an entry.
     *
     * @param utf8 a parameter of UTF-8 as the dialect stores it
     */
    public static String entry(String utf8) {
        return ENTRY.formatted(utf8, utf8);
    }

    /** Returns the arguments of {@link Dialect#logEntry}. */
    public static Object[] entryArguments(int entity, Change change, byte[] before, byte[] after) {
        return new Object[] {
            change.seq(),
            (long) entity,
            change.id(),
            (long) StoredKind.numberOf(change.kind()),
            before,
            after,
            Column.micros(change.at()),
            change.commitSeq() - change.seq()
        };
    }

    /**
     * Adds the column that databases of the first versions lack: the number of changes of its commit after an entry.
     * Each of their entries is a commit of its own.
     */
    public static void addRest(Database database) throws SQLException {
        Dialect dialect = database.dialect();
        if (!dialect.columns(database, "lynchet_changes").contains("rest " + Column.Storage.INTEGER)) {
            database.execute("ALTER TABLE lynchet_changes ADD COLUMN rest " + dialect.type(Column.Storage.INTEGER)
                    + " NOT NULL DEFAULT 0");
        }
    }

    public static long head(Database database) throws SQLException {
        return database.number(0, HEAD);
    }

    public static long oldest(Database database) throws SQLException {
        return Catalog.number(database, "oldest_seq", 1);
    }

    /**
     * Returns the seq at which to prune the log: within both bounds, behind the end of a commit.
     *
     * @param before this seq and later ones stay; so does the newest commit
     * @param atMost the number of changes to prune, unless the oldest commit alone has more
     */
    public static long cut(Database database, long before, int atMost) throws SQLException {
        long oldest = oldest(database);
        long wanted = Math.min(before, oldest + atMost);
        if (wanted <= oldest) {
            return oldest;
        }
        long end = database.number(0, LAST_END, wanted) + 1;
        if (end > oldest) {
            return end;
        }
        long first = oldest + database.number(0, REST, oldest) + 1;
        return first <= before ? first : oldest;
    }

    /** Prunes entries below a seq, which becomes the oldest. */
    public static void forgetBefore(Database database, long seq) throws SQLException {
        database.run(FORGET, seq);
        Catalog.set(database, "oldest_seq", seq);
    }

    /** Returns the changes of {@code Snapshot.changes}, from what the connection sees, up to a seq. */
    public static List<Change> read(Database database, Layout layout, long after, long upTo, int limit)
            throws SQLException {
        if (limit < 1 || limit > LIMIT_MAX) {
            throw new IllegalArgumentException("limit " + limit);
        }
        if (after > upTo || after + 1 < oldest(database)) {
            throw StoreErrors.resync(after);
        }
        Page page = new Page(layout, after);
        long missing = page.fill(database, upTo, limit);
        if (missing > 0) {
            // One commit that is longer than the limit.
            page.fill(database, upTo, missing);
        }
        return page.changes;
    }

    /** Returns the entry with that seq, or null. */
    public static Change find(Database database, Layout layout, long seq) throws SQLException {
        PreparedQuery statement = database.prepare(ONE);
        try {
            return statement.first(seq) ? change(statement, layout) : null;
        } finally {
            statement.reset();
        }
    }

    /** Whole commits after a seq. */
    private static final class Page {
        private final List<Change> changes = new ArrayList<>();
        private final ChangeCount count = new ChangeCount();
        private final Layout layout;
        private final long after;

        Page(Layout layout, long after) {
            this.layout = layout;
            this.after = after;
        }

        /**
         * Fills the page. Returns the number of entries to read for the first commit when that exceeds the limit; else
         * 0, and the page is done.
         */
        long fill(Database database, long upTo, long entries) throws SQLException {
            long end = after;
            PreparedQuery statement = database.prepare(RANGE);
            try {
                for (boolean row = statement.first(after, upTo, entries + 1); row; row = statement.next()) {
                    long seq = statement.longAt(0);
                    long commitEnd = seq + statement.longAt(7);
                    if (seq == after) {
                        requireBound(commitEnd);
                    } else if (seq > end) {
                        // The first entry of a commit tells its length.
                        end = commitEnd;
                        if (changes.isEmpty() && commitEnd - after > entries) {
                            return commitEnd - after;
                        }
                        if (commitEnd - after > entries || !count.hasRoom()) {
                            return 0;
                        }
                    }
                    if (seq > after) {
                        Change change = change(statement, layout);
                        changes.add(change);
                        count.add(change);
                    }
                }
            } finally {
                statement.reset();
            }
            return 0;
        }

        private void requireBound(long commitEnd) {
            if (commitEnd > after) {
                throw StoreErrors.insideCommit(after);
            }
        }
    }

    private static Change change(PreparedQuery row, Layout layout) throws SQLException {
        int number = (int) row.longAt(1);
        EntityTable table = layout.byNumberOrNull(number);
        return new Change(
                row.longAt(0),
                row.longAt(0) + row.longAt(7),
                layout.nameOf(number),
                row.textAt(2),
                StoredKind.of(row.longAt(3)),
                table == null ? null : row(row.bytesAt(4), table),
                table == null ? null : row(row.bytesAt(5), table),
                Column.instant(row.longAt(6)));
    }

    private static Row row(byte[] json, EntityTable table) {
        return json == null ? null : RowCodec.decode(json, table.entity());
    }
}
