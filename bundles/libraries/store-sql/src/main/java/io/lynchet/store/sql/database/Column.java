// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.store.sql.database;

import io.lynchet.api.JsonText;
import io.lynchet.api.schema.Field;
import io.lynchet.api.schema.FieldType;
import java.sql.SQLException;
import java.time.Instant;

/** The column that holds the values of a field: instants as microseconds since 1970, booleans as 0 and 1. */
public final class Column {
    /** The types of columns, named as SQLite names them. */
    public enum Storage {
        TEXT,
        INTEGER,
        REAL
    }

    private static final long MICROS = 1_000_000;

    private final Field field;
    private final String name;
    private final Storage storage;

    /** @param name the column's own name, which may differ from the field's */
    public Column(Field field, String name) {
        this.field = field;
        this.name = name;
        this.storage = storageOf(field.type());
    }

    public static Storage storageOf(FieldType type) {
        return switch (type.kind()) {
            case ID, STRING, RICHTEXT, JSON, REFERENCE, ENUM -> Storage.TEXT;
            case INT, BOOL, DATETIME -> Storage.INTEGER;
            case FLOAT -> Storage.REAL;
        };
    }

    public Field field() {
        return field;
    }

    /** Returns whether the values are texts without a limit of their own. */
    public boolean holdsLongTexts() {
        return switch (field.type().kind()) {
            case STRING, RICHTEXT, JSON -> true;
            default -> false;
        };
    }

    public int ordinal() {
        return field.ordinal();
    }

    public String name() {
        return name;
    }

    public String quoted() {
        return quote(name);
    }

    public Storage storage() {
        return storage;
    }

    public static String quote(String identifier) {
        return '"' + identifier.replace("\"", "\"\"") + '"';
    }

    /** Converts a row value to the value that the database gets. */
    public static Object toSql(Object value) {
        if (value instanceof Instant at) {
            return micros(at);
        }
        if (value instanceof Boolean flag) {
            return flag ? 1L : 0L;
        }
        return value instanceof JsonText json ? json.text() : value;
    }

    public static long micros(Instant at) {
        return at.getEpochSecond() * MICROS + at.getNano() / 1000;
    }

    public static Instant instant(long micros) {
        return Instant.ofEpochSecond(Math.floorDiv(micros, MICROS), Math.floorMod(micros, MICROS) * 1000L);
    }

    /** Reads a row value from a column of a statement's current row. */
    public Object read(PreparedQuery row, int position) throws SQLException {
        return switch (storage) {
            case TEXT -> {
                String text = row.textAt(position);
                yield text == null ? null : fromText(text);
            }
            case INTEGER -> {
                long whole = row.longAt(position);
                // Null reads as 0; asking for the type of every value would double the calls.
                yield whole == 0 && row.isNull(position) ? null : fromInteger(whole);
            }
            case REAL -> {
                double real = row.doubleAt(position);
                yield real == 0 && row.isNull(position) ? null : (Object) real;
            }
        };
    }

    public Object fromText(String text) {
        return field.type().kind() == FieldType.Kind.JSON ? new JsonText(text) : text;
    }

    public Object fromInteger(long whole) {
        return switch (field.type().kind()) {
            case BOOL -> whole != 0;
            case DATETIME -> instant(whole);
            default -> whole;
        };
    }
}
