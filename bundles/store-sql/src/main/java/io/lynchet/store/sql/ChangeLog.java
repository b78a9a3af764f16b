// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.store.sql;

import io.lynchet.api.row.Change;
import io.lynchet.api.row.Row;
import io.lynchet.api.store.ChangeCount;
import io.lynchet.api.store.Refusals;
import io.lynchet.json.RowCodec;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** The log of changes in its table. Rows are kept as JSON by field name, so that entries outlive changes of the schema. */
public final class ChangeLog {
    public static final int LIMIT_MAX = 10_000;

    private static final String ENTRY = "INSERT INTO lynchet_changes (seq, entity, row_id, kind, before, after, at)"
            + " VALUES (?, ?, ?, ?, %s, %s, ?)";
    private static final String RANGE = "SELECT seq, entity, row_id, kind, before, after, at FROM lynchet_changes"
            + " WHERE seq > ?1 AND seq <= ?2 ORDER BY seq LIMIT ?3";
    // A restore goes on above every seq that its archive has seen, which may be more than are in the log.
    private static final String HEAD = "SELECT max(seq) FROM (SELECT max(seq) AS seq FROM lynchet_changes UNION ALL"
            + " SELECT CAST(value AS bigint) FROM lynchet_meta WHERE name = 'head_seq') AS heads";
    private static final String FORGET = "DELETE FROM lynchet_changes WHERE seq < ?1";

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
     * The statement that adds an entry.
     *
     * @param utf8 a parameter of UTF-8 as the dialect stores it
     */
    public static String entry(String utf8) {
        return ENTRY.formatted(utf8, utf8);
    }

    /** What {@link Dialect#logEntry} takes. */
    public static Object[] entryArguments(int entity, Change change, byte[] before, byte[] after) {
        return new Object[] {
            change.seq(),
            (long) entity,
            change.id(),
            (long) StoredKind.numberOf(change.kind()),
            before,
            after,
            Column.micros(change.at())
        };
    }

    public static long head(Database database) throws SQLException {
        return database.number(0, HEAD);
    }

    public static long oldest(Database database) throws SQLException {
        return Catalog.number(database, "oldest_seq", 1);
    }

    /** Forgets what is below a seq, which is the oldest from then on. */
    public static void forgetBefore(Database database, long seq) throws SQLException {
        database.run(FORGET, seq);
        Catalog.set(database, "oldest_seq", seq);
    }

    /** The contract's {@code changes} over what the connection sees, up to a seq. */
    public static List<Change> read(Database database, Layout layout, long after, long upTo, int limit)
            throws SQLException {
        if (limit < 1 || limit > LIMIT_MAX) {
            throw new IllegalArgumentException("limit " + limit);
        }
        if (after > upTo || after + 1 < oldest(database)) {
            throw Refusals.resync(after);
        }
        List<Change> changes = new ArrayList<>(Math.min(limit, 64));
        Prepared statement = database.prepare(RANGE);
        try {
            ChangeCount count = new ChangeCount(limit);
            for (boolean row = statement.first(after, upTo, (long) limit); row; ) {
                Change change = change(statement, layout);
                changes.add(change);
                row = count.add(change) && statement.next();
            }
        } finally {
            statement.reset();
        }
        return changes;
    }

    private static Change change(Prepared row, Layout layout) throws SQLException {
        int number = (int) row.longAt(1);
        EntityTable table = layout.byNumberOrNull(number);
        return new Change(
                row.longAt(0),
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
