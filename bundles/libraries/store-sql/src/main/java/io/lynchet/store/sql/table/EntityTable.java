// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.store.sql.table;

import io.lynchet.api.row.Row;
import io.lynchet.api.schema.Entity;
import io.lynchet.api.schema.Field;
import io.lynchet.api.schema.Index;
import io.lynchet.api.store.check.ReferenceCheck;
import io.lynchet.store.sql.database.Column;
import io.lynchet.store.sql.database.PreparedQuery;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** The table of one entity: its name, its columns, and the statements that every row needs. */
public final class EntityTable {
    /** The column with the seq of the row's last change. */
    public static final String SEQ = "_seq";

    private final int number;
    private final Entity entity;
    private final String table;
    private final List<Column> columns;
    private final List<Referrer> referrers = new ArrayList<>();
    private final String columnList;
    private final String selectRow;
    private final String selectStored;
    private final String selectSeq;
    private final String insert;
    private final String delete;
    private final BitSet unique = new BitSet();

    /** A reference field of an entity that points to this one. */
    public record Referrer(EntityTable table, Column column) implements ReferenceCheck.Referrer {
        @Override
        public Entity entity() {
            return table.entity();
        }

        @Override
        public Field field() {
            return column.field();
        }

        /**
         * Returns the select of rows that refer to an id, except the row with that id, up to the limit. Without an
         * order: to order by id, a planner might read the whole table.
         */
        public String selectOthers(EntityTable target, int limit) {
            return "SELECT " + table.columnList + " FROM " + table.quoted() + " WHERE " + column.quoted() + " = ?1"
                    + (target == table ? " AND \"id\" <> ?1" : "") + " LIMIT " + limit;
        }
    }

    /** @param columns by ordinal */
    public EntityTable(int number, Entity entity, String table, List<Column> columns) {
        this.number = number;
        this.entity = entity;
        this.table = table;
        this.columns = List.copyOf(columns);
        this.columnList = columns.stream().map(Column::quoted).collect(Collectors.joining(", "));
        this.selectRow = "SELECT " + columnList + " FROM " + quoted() + " WHERE \"id\" = ?";
        this.selectStored = "SELECT " + SEQ + ", " + columnList + " FROM " + quoted() + " WHERE \"id\" = ?";
        this.selectSeq = "SELECT " + SEQ + " FROM " + quoted() + " WHERE \"id\" = ?";
        this.insert = "INSERT INTO " + quoted() + " (" + SEQ + ", " + columnList + ") VALUES (?"
                + ", ?".repeat(columns.size()) + ")";
        this.delete = "DELETE FROM " + quoted() + " WHERE \"id\" = ?";
        indexes(entity).values().stream()
                .filter(Index::unique)
                .flatMap(index -> index.fields().stream())
                .forEach(field -> unique.set(column(field).ordinal()));
    }

    public void addReferrer(Referrer referrer) {
        referrers.add(referrer);
    }

    public int number() {
        return number;
    }

    public Entity entity() {
        return entity;
    }

    public String name() {
        return table;
    }

    public String quoted() {
        return Column.quote(table);
    }

    public List<Column> columns() {
        return columns;
    }

    public Column column(Field field) {
        return columns.get(field.ordinal());
    }

    public Column column(String fieldName) {
        return column(entity.field(fieldName).orElseThrow());
    }

    public List<Referrer> referrers() {
        return referrers;
    }

    /** Returns whether values of other rows may prevent a write. */
    public boolean hasUnique() {
        return !unique.isEmpty();
    }

    /** Returns whether one of the fields is part of a unique value. */
    public boolean isOfUnique(BitSet ordinals) {
        return unique.intersects(ordinals);
    }

    /** Returns a select list of all columns of the alias. */
    public String columnList(String alias) {
        return columns.stream().map(column -> alias + "." + column.quoted()).collect(Collectors.joining(", "));
    }

    public String selectRow() {
        return selectRow;
    }

    /** Returns the select of the seq and then the columns. */
    public String selectStored() {
        return selectStored;
    }

    public String selectSeq() {
        return selectSeq;
    }

    public String insert() {
        return insert;
    }

    /** Returns the arguments of {@link #insert}. */
    public Object[] insertArguments(Row row, long seq) {
        Object[] arguments = new Object[columns.size() + 1];
        arguments[0] = seq;
        for (int i = 1; i < arguments.length; i++) {
            arguments[i] = Column.toSql(row.get(i - 1));
        }
        return arguments;
    }

    /** Returns the ordinals of the fields whose values differ, without the id. */
    public BitSet changed(Row before, Row after) {
        BitSet changed = new BitSet();
        for (int i = 1; i < columns.size(); i++) {
            if (!Objects.equals(before.get(i), after.get(i))) {
                changed.set(i);
            }
        }
        return changed;
    }

    /** Returns the arguments of {@link #update}. */
    public Object[] updateArguments(BitSet changed, Row after, long seq) {
        Object[] arguments = new Object[changed.cardinality() + 2];
        int next = 0;
        arguments[next++] = seq;
        for (int i = changed.nextSetBit(0); i >= 0; i = changed.nextSetBit(i + 1)) {
            arguments[next++] = Column.toSql(after.get(i));
        }
        arguments[next] = after.id();
        return arguments;
    }

    public String delete() {
        return delete;
    }

    /** Returns the statement that sets the seq and the given columns, by ordinal; the id of the row comes last. */
    public String update(BitSet ordinals) {
        return "UPDATE " + quoted() + " SET " + SEQ + " = ?"
                + ordinals.stream()
                        .mapToObj(ordinal -> ", " + columns.get(ordinal).quoted() + " = ?")
                        .collect(Collectors.joining())
                + " WHERE \"id\" = ?";
    }

    /** Reads the current row of a statement, whose columns begin at the position. */
    public Row read(PreparedQuery row, int position) throws SQLException {
        Object[] values = new Object[columns.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = columns.get(i).read(row, position + i);
        }
        return Row.owning(entity, values);
    }

    /** Returns the declared indexes and those behind unique fields, by name. */
    public static Map<String, Index> indexes(Entity entity) {
        Map<String, Index> all = new LinkedHashMap<>();
        for (Field field : entity.fields()) {
            if (field.unique() && field.ordinal() > 0) {
                String name = "unique_" + field.name();
                all.put(name, new Index(name, List.of(field.name()), true));
            }
        }
        for (Index index : entity.indexes()) {
            all.putIfAbsent(index.name(), index);
        }
        return all;
    }
}
