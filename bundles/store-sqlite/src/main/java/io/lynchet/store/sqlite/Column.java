// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.store.sqlite;

import io.lynchet.api.JsonText;
import io.lynchet.api.schema.Field;
import io.lynchet.api.schema.FieldType;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Instant;

/** Where the values of a field are kept, and how: instants as microseconds since 1970, booleans as 0 and 1. */
final class Column {
    /** Storage classes of SQLite's strict tables. */
    enum Storage {
        TEXT,
        INTEGER,
        REAL
    }

    private static final long MICROS = 1_000_000;

    private final Field field;
    private final String name;
    private final Storage storage;

    /** @param name the column's own name, which need not be the field's */
    Column(Field field, String name) {
        this.field = field;
        this.name = name;
        this.storage = storageOf(field.type());
    }

    static Storage storageOf(FieldType type) {
        return switch (type.kind()) {
            case ID, STRING, RICHTEXT, JSON, REFERENCE, ENUM -> Storage.TEXT;
            case INT, BOOL, DATETIME -> Storage.INTEGER;
            case FLOAT -> Storage.REAL;
        };
    }

    Field field() {
        return field;
    }

    int ordinal() {
        return field.ordinal();
    }

    String name() {
        return name;
    }

    String quoted() {
        return quote(name);
    }

    Storage storage() {
        return storage;
    }

    static String quote(String identifier) {
        return '"' + identifier.replace("\"", "\"\"") + '"';
    }

    /** A row value as SQLite gets it. */
    static Object toSql(Object value) {
        if (value instanceof Instant at) {
            return micros(at);
        }
        if (value instanceof Boolean flag) {
            return flag ? 1L : 0L;
        }
        return value instanceof JsonText json ? json.text() : value;
    }

    static long micros(Instant at) {
        return at.getEpochSecond() * MICROS + at.getNano() / 1000;
    }

    static Instant instant(long micros) {
        return Instant.ofEpochSecond(Math.floorDiv(micros, MICROS), Math.floorMod(micros, MICROS) * 1000L);
    }

    /** The row value in a column of the current row of a statement. */
    Object read(Prepared row, int position) throws SQLException {
        return switch (storage) {
            case TEXT -> {
                byte[] bytes = row.bytesAt(position);
                yield bytes == null ? null : fromText(new String(bytes, StandardCharsets.UTF_8));
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

    Object fromText(String text) {
        return field.type().kind() == FieldType.Kind.JSON ? new JsonText(text) : text;
    }

    Object fromInteger(long whole) {
        return switch (field.type().kind()) {
            case BOOL -> whole != 0;
            case DATETIME -> instant(whole);
            default -> whole;
        };
    }
}
