// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.store.sql;

import io.lynchet.api.schema.Entity;
import io.lynchet.api.schema.Field;
import io.lynchet.api.schema.Schema;
import io.lynchet.json.SchemaCodec;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The store's own tables: which entity is in which table and which field in which column.
 *
 * <p>Names of SQLite ignore case, those of a schema don't, and a column that was dropped and made anew must not be taken for the old one by a
 * reader that is late. So physical names are given once and written down: the entity's or field's own name, made harmless, with {@code ~2},
 * {@code ~3} where it is taken.
 */
public final class Catalog {
    /** The seq of a remembered answer, as bytes. */
    public static final String ANSWER_SEQ = "substr(answer, 1, 8)";

    /** Came later than the first files of this format, which work without it. */
    public static final String ANSWER_SEQ_INDEX =
            "CREATE INDEX IF NOT EXISTS lynchet_operations_seq ON lynchet_operations (" + ANSWER_SEQ + ")";

    private static final String SET = "INSERT INTO lynchet_meta (name, value) VALUES (?, %s)"
            + " ON CONFLICT (name) DO UPDATE SET value = excluded.value";
    private static final int NAME_CHARS_MAX = 40;

    /** Our own, and those that every table of PostgreSQL has, or of SQLite. */
    private static final Set<String> RESERVED_COLUMNS = Set.of(
            "id", EntityTable.SEQ, "tableoid", "xmin", "cmin", "xmax", "cmax", "ctid", "oid", "rowid", "_rowid_");

    /** Of tables and indexes of the databases, and ours; PostgreSQL looks its own up before ours. */
    private static final List<String> RESERVED_PREFIXES = List.of("sqlite_", "pg_", "lynchet_");

    private static final String GET = "SELECT value FROM lynchet_meta WHERE name = ?1";

    private Catalog() {}

    public static void set(Database database, String name, Object value) throws SQLException {
        database.run(SET.formatted(database.dialect().metaValue("?")), name, value);
    }

    public static String text(Database database, String name) throws SQLException {
        return database.text(GET, name);
    }

    public static long number(Database database, String name, long absent) throws SQLException {
        return database.number(absent, GET, name);
    }

    /** The layout as stored; its schema is a generation of its own. */
    public static Layout read(Database database) throws SQLException {
        String schema = text(database, "schema");
        return read(database, schema == null ? Optional.empty() : Optional.of(SchemaCodec.decode(schema)));
    }

    /** The layout of a schema that is the stored one. */
    public static Layout read(Database database, Optional<Schema> schema) throws SQLException {
        Map<Integer, String> names = new HashMap<>();
        List<EntityTable> tables = new ArrayList<>();
        Prepared entities = database.prepare("SELECT number, name, tab, dropped FROM lynchet_entities ORDER BY number");
        try {
            for (boolean row = entities.first(); row; row = entities.next()) {
                int number = (int) entities.longAt(0);
                names.put(number, entities.textAt(1));
                if (entities.longAt(3) == 0) {
                    Entity entity =
                            schema.orElseThrow().entity(entities.textAt(1)).orElseThrow();
                    tables.add(new EntityTable(number, entity, entities.textAt(2), columns(database, number, entity)));
                }
            }
        } finally {
            entities.reset();
        }
        return new Layout(number(database, "generation", 0), schema, tables, names);
    }

    private static List<Column> columns(Database database, int number, Entity entity) throws SQLException {
        Map<String, String> names = columnNames(database, number);
        List<Column> columns = new ArrayList<>();
        for (Field field : entity.fields()) {
            String name = field.ordinal() == 0 ? "id" : names.get(field.name());
            if (name == null) {
                throw new IllegalArgumentException("there is no column for " + entity + "." + field.name());
            }
            columns.add(new Column(field, name));
        }
        return columns;
    }

    /** Column by field, of those that are there. */
    public static Map<String, String> columnNames(Database database, int number) throws SQLException {
        Map<String, String> names = new HashMap<>();
        Prepared fields = database.prepare("SELECT name, col FROM lynchet_fields WHERE entity = ?1 AND dropped = 0");
        try {
            for (boolean row = fields.first((long) number); row; row = fields.next()) {
                names.put(fields.textAt(0), fields.textAt(1));
            }
        } finally {
            fields.reset();
        }
        return names;
    }

    /** Number of an entity that is there, or -1. */
    public static int numberOf(Database database, String entity) throws SQLException {
        return (int) database.number(-1, "SELECT number FROM lynchet_entities WHERE name = ?1 AND dropped = 0", entity);
    }

    public static String tableOf(Database database, int number) throws SQLException {
        return database.text("SELECT tab FROM lynchet_entities WHERE number = ?1", (long) number);
    }

    /** Takes an entity in, without its fields; the caller makes the table, whose name comes back from {@link #tableOf}. */
    public static int addEntity(Database database, String entity) throws SQLException {
        String name = harmless(entity);
        String free = name;
        for (int i = 2; isTableTaken(database, free); i++) {
            free = name + "~" + i;
        }
        int number = (int) database.number(0, "SELECT coalesce(max(number), 0) + 1 FROM lynchet_entities");
        database.run(
                "INSERT INTO lynchet_entities (number, name, tab, dropped) VALUES (?1, ?2, ?3, 0)",
                (long) number,
                entity,
                free);
        return number;
    }

    private static boolean isTableTaken(Database database, String name) throws SQLException {
        return database.dialect().isTaken(database, name)
                || database.number(0, "SELECT 1 FROM lynchet_entities WHERE lower(tab) = lower(?1)", name) == 1;
    }

    /** Takes a field in and gives its column's name; the caller makes the column. */
    public static String addField(Database database, int number, String field) throws SQLException {
        String name = harmless(field);
        boolean reserved = RESERVED_COLUMNS.contains(name.toLowerCase(Locale.ROOT));
        String free = reserved ? name + "~1" : name;
        for (int i = 2; isColumnTaken(database, number, free); i++) {
            free = name + "~" + i;
        }
        database.run(
                "INSERT INTO lynchet_fields (entity, col, name, dropped) VALUES (?1, ?2, ?3, 0)",
                (long) number,
                free,
                field);
        return free;
    }

    private static boolean isColumnTaken(Database database, int number, String name) throws SQLException {
        return database.number(
                        0,
                        "SELECT 1 FROM lynchet_fields WHERE entity = ?1 AND lower(col) = lower(?2)",
                        (long) number,
                        name)
                == 1;
    }

    public static void dropField(Database database, int number, String field) throws SQLException {
        database.run("UPDATE lynchet_fields SET dropped = 1 WHERE entity = ?1 AND name = ?2", (long) number, field);
    }

    public static void dropEntity(Database database, int number) throws SQLException {
        database.run("UPDATE lynchet_entities SET dropped = 1 WHERE number = ?1", (long) number);
        database.run("UPDATE lynchet_fields SET dropped = 1 WHERE entity = ?1", (long) number);
        // Whoever accepts that rows are lost means it; their entries stay, since seqs are dense.
        database.run("UPDATE lynchet_changes SET before = NULL, after = NULL WHERE entity = ?1", (long) number);
    }

    public static String harmless(String name) {
        String plain = name.replaceAll("[^A-Za-z0-9_]", "_");
        String lower = plain.toLowerCase(Locale.ROOT);
        String free = RESERVED_PREFIXES.stream().anyMatch(lower::startsWith) ? "~" + plain : plain;
        // Names of PostgreSQL have at most 63 bytes, also with what is put around them.
        return free.length() > NAME_CHARS_MAX ? free.substring(0, NAME_CHARS_MAX) : free;
    }
}
