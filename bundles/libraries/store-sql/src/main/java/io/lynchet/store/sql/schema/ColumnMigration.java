// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.store.sql.schema;

import io.lynchet.api.schema.Field;
import io.lynchet.api.schema.FieldDefault;
import io.lynchet.api.schema.MigrationStep;
import io.lynchet.api.store.Obstacle;
import io.lynchet.api.store.StoreErrors;
import io.lynchet.store.sql.database.Column;
import io.lynchet.store.sql.database.Database;
import io.lynchet.store.sql.query.FilterSql;
import io.lynchet.store.sql.table.Catalog;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The change of one field's column in an install. */
public final class ColumnMigration {
    private final Database database;
    private final int number;
    private final Field from;
    private final Field to;
    private String table;
    private String oldColumn;
    private boolean replaced;
    private boolean filled;
    private Obstacle why;

    /** @param from null for a new field */
    public ColumnMigration(Database database, int number, Field from, Field to) {
        this.database = database;
        this.number = number;
        this.from = from;
        this.to = to;
    }

    /** Returns the change of a column that is dropped without log entries. */
    public static ColumnMigration dropped(Database database, String table, String column) {
        ColumnMigration move = new ColumnMigration(database, -1, null, null);
        move.table = table;
        move.oldColumn = column;
        return move;
    }

    public Field to() {
        return to;
    }

    public Obstacle why() {
        return why;
    }

    /**
     * Runs the step and returns ids of rows that prevent it, for the reason of {@link #why}.
     *
     * @param accepted whether values that the new type can't represent may be lost
     */
    public List<String> run(MigrationStep step, boolean accepted, Instant at) throws SQLException {
        table = Catalog.tableOf(database, number);
        String was = from == null ? null : Catalog.columnNames(database, number).get(from.name());
        if (from != null && was == null) {
            throw new IllegalArgumentException("the plan changes " + step.label() + ", which is not stored");
        }
        replaced = step instanceof MigrationStep.ChangeType change && !change.byValue();
        if (from == null || replaced) {
            return refill(was, at);
        }
        UnconvertibleValues misfits = from.equals(to)
                ? UnconvertibleValues.NONE
                : UnconvertibleValues.of(from.type(), to.type(), Column.quote(was));
        List<String> notExact = misfits.ids(database, table);
        if (!notExact.isEmpty() && !accepted) {
            why = Obstacle.ofMisfits(to.type());
            return notExact;
        }
        return keep(was, notExact.isEmpty() ? UnconvertibleValues.NONE : misfits);
    }

    // All rows get the same value, or none.
    private List<String> refill(String was, Instant at) throws SQLException {
        Object value = fallback(at);
        List<String> inTheWay = value == null && !to.optional() ? ids(database, table, FilterSql.TRUE) : List.of();
        if (!inTheWay.isEmpty()) {
            why = Obstacle.NO_VALUE;
        }
        replaceColumn(was);
        if (value != null) {
            filled = true;
            database.run("UPDATE " + Column.quote(table) + " SET " + newColumn() + " = ?1", Column.toSql(value));
        }
        filled |= was != null;
        return inTheWay;
    }

    // Rows keep their values. Values that the new type can't represent become the default, and so do nulls where they
    // are no longer allowed.
    private List<String> keep(String was, UnconvertibleValues misfits) throws SQLException {
        String quoted = Column.quote(was);
        Object value = to.defaultValue().orElse(null) instanceof FieldDefault.Literal given ? given.value() : null;
        List<String> empty = to.optional() ? List.of() : misfits.idsOrNulls(database, table, quoted);
        if (!empty.isEmpty() && value == null) {
            why = Obstacle.NO_VALUE;
            return empty;
        }
        boolean otherStorage = Column.storageOf(from.type()) != Column.storageOf(to.type());
        filled = !empty.isEmpty() || misfits.areReplaced();
        if (filled || otherStorage) {
            replaceColumn(was);
            String kept = otherStorage
                    ? "CAST(" + quoted + " AS " + database.dialect().type(Column.storageOf(to.type())) + ")"
                    : quoted;
            List<Object> arguments = new ArrayList<>();
            String replaced = misfits.replaced(kept, value == null ? null : Column.toSql(value), arguments);
            arguments.add(empty.isEmpty() ? null : Column.toSql(value));
            database.run(
                    "UPDATE " + Column.quote(table) + " SET " + newColumn() + " = coalesce(" + replaced + ", ?)",
                    arguments.toArray());
        }
        return List.of();
    }

    private void replaceColumn(String was) throws SQLException {
        oldColumn = was;
        if (was != null) {
            Catalog.dropField(database, number, from.name());
        }
        String name = Catalog.addField(database, number, to.name());
        database.execute("ALTER TABLE " + Column.quote(table) + " ADD COLUMN " + Column.quote(name) + " "
                + database.dialect().type(Column.storageOf(to.type())));
    }

    private String newColumn() throws SQLException {
        return Column.quote(Catalog.columnNames(database, number).get(to.name()));
    }

    private Object fallback(Instant at) {
        FieldDefault given = to.defaultValue().orElse(null);
        if (given instanceof FieldDefault.Literal literal) {
            return literal.value();
        }
        return given instanceof FieldDefault.Now ? at : null;
    }

    /** Returns the first ids, one more than a response names. */
    public static List<String> ids(Database database, String table, String condition, Object... arguments)
            throws SQLException {
        return database.texts(
                "SELECT \"id\" FROM " + Column.quote(table) + " WHERE " + condition + " ORDER BY \"id\" LIMIT "
                        + (StoreErrors.ROWS_NAMED_MAX + 1),
                arguments);
    }

    /** Returns whether rows may have got other values, so that they must be checked for the log. */
    public boolean mayChangeRows() {
        return filled;
    }

    /** Returns the column with the old values under its old type, or null when there was none. */
    public Column oldColumn() {
        return oldColumn == null ? null : new Column(from, oldColumn);
    }

    /** Returns whether the step discards the old values instead of converting them. */
    public boolean replaces() {
        return replaced;
    }

    public void dropOldColumn() throws SQLException {
        if (oldColumn != null) {
            database.execute("ALTER TABLE " + Column.quote(table) + " DROP COLUMN " + Column.quote(oldColumn));
        }
    }
}
