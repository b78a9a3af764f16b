// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.store.sql;

import io.lynchet.api.row.Row;
import io.lynchet.api.schema.Field;
import io.lynchet.api.schema.Index;
import io.lynchet.api.store.Refusals;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** References and unique values, checked inside the writer's transaction. */
public final class Constraints {
    private final Database database;
    private final Layout layout;

    public Constraints(Database database, Layout layout) {
        this.database = database;
        this.layout = layout;
    }

    /** Whether a row is there. */
    @FunctionalInterface
    public interface Presence {
        boolean of(EntityTable table, String id) throws SQLException;
    }

    /** {@link #requireTargets(EntityTable, Row, Row, Presence)} as the database has it. */
    public void requireTargets(EntityTable table, Row after, Row before) throws SQLException {
        requireTargets(table, after, before, (targets, id) -> database.number(-1, targets.selectSeq(), id) >= 0);
    }

    /**
     * {@code INVALID_REFERENCE} when a target is not there; a row may refer to itself.
     *
     * @param before the row as stored, whose references are known to be good, or null
     */
    public void requireTargets(EntityTable table, Row after, Row before, Presence presence) throws SQLException {
        for (Column column : table.columns()) {
            Field field = column.field();
            Object target = field.type().target() == null ? null : after.get(column.ordinal());
            if (target == null || (before != null && target.equals(before.get(column.ordinal())))) {
                continue;
            }
            EntityTable targets = layout.target(field);
            boolean itself = targets == table && target.equals(after.id());
            if (!itself && !presence.of(targets, (String) target)) {
                throw Refusals.targetMissing(field);
            }
        }
    }

    /** {@code REFERENCE_IN_USE} when another row refers to it. */
    public void requireUnreferenced(EntityTable table, String id) throws SQLException {
        for (EntityTable.Referrer referrer : table.referrers()) {
            String probe = referrer.table() == table ? referrer.probeOthers() : referrer.probe();
            if (database.number(0, probe, id) == 1) {
                throw Refusals.inUse(
                        table.entity(),
                        id,
                        referrer.table().entity(),
                        referrer.column().field());
            }
        }
    }

    /** {@code UNIQUE_VIOLATION} of the first unique field or index in which another row agrees with this one. */
    public void requireUnique(EntityTable table, Row row) throws SQLException {
        for (Index index : EntityTable.indexes(table.entity()).values()) {
            if (index.unique() && taken(table, index, row)) {
                throw Refusals.notUnique(table.entity(), index.fields());
            }
        }
    }

    private boolean taken(EntityTable table, Index index, Row row) throws SQLException {
        StringBuilder sql = new StringBuilder("SELECT 1 FROM " + table.quoted() + " WHERE \"id\" <> ?");
        List<Object> arguments = new ArrayList<>(List.of(row.id()));
        for (String field : index.fields()) {
            Column column = table.column(field);
            sql.append(" AND ").append(column.quoted()).append(" = ?");
            arguments.add(Column.toSql(row.get(column.ordinal())));
        }
        return arguments.stream().allMatch(Objects::nonNull)
                && database.number(0, sql.append(" LIMIT 1").toString(), arguments.toArray()) == 1;
    }
}
