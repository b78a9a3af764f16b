// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.store.sql.table;

import io.lynchet.api.schema.Entity;
import io.lynchet.api.schema.Field;
import io.lynchet.api.schema.Schema;
import io.lynchet.json.row.SchemaCodec;
import io.lynchet.store.sql.database.Column;
import io.lynchet.store.sql.database.Database;
import io.lynchet.store.sql.database.PreparedQuery;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The store's own tables, which map entities to tables and fields to columns.
 *
 * <p>Names of SQLite ignore case, those of a schema don't. A late reader must not take a column that was dropped and
 * created anew for the old one. So each physical name is given once and recorded: the entity's or field's own name,
 * made harmless, with {@code ~2}, {@code ~3} where it is taken.
 */
public final class Catalog {
    /** The seq of a remembered result, as bytes. */
    public static final String ANSWER_SEQ = "substr(answer, 1, 8)";

    /** The index that the first files of this format lack; they work without it. */
    public static final String ANSWER_SEQ_INDEX =
            "CREATE INDEX IF NOT EXISTS lynchet_operations_seq ON lynchet_operations (" + ANSWER_SEQ + ")";

    private static final String SET = "INSERT INTO lynchet_meta (name, value) VALUES (?, %s)"
            + " ON CONFLICT (name) DO UPDATE SET value = excluded.value";
    private static final int NAME_CHARS_MAX = 40;

    /** Names that this store, every table of PostgreSQL, or every table of SQLite reserves. */
    private static final Set<String> RESERVED_COLUMNS = Set.of(
            "id", EntityTable.SEQ, "tableoid", "xmin", "cmin", "xmax", "cmax", "ctid", "oid", "rowid", "_rowid_");

    /**
     * Prefixes of tables and indexes of the databases and of this store; PostgreSQL finds its own tables before ours.
     */
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

    /** Returns the layout as stored, with a newly decoded schema, whose entities are not those of an earlier layout. */
    public static Layout read(Database database) throws SQLException {
        String schema = text(database, "schema");
        return read(database, schema == null ? Optional.empty() : Optional.of(SchemaCodec.decode(schema)));
    }

    /** Returns the layout of a schema that equals the stored one. */
    public static Layout read(Database database, Optional<Schema> schema) throws SQLException {
        Map<Integer, String> names = new HashMap<>();
        List<EntityTable> tables = new ArrayList<>();
        PreparedQuery entities =
                database.prepare("SELECT number, name, tab, dropped FROM lynchet_entities ORDER BY number");
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

    /** Returns the columns of the present fields, by field name. */
    public static Map<String, String> columnNames(Database database, int number) throws SQLException {
        Map<String, String> names = new HashMap<>();
        PreparedQuery fields =
                database.prepare("SELECT name, col FROM lynchet_fields WHERE entity = ?1 AND dropped = 0");
        try {
            for (boolean row = fields.first((long) number); row; row = fields.next()) {
                names.put(fields.textAt(0), fields.textAt(1));
            }
        } finally {
            fields.reset();
        }
        return names;
    }

    /** Returns the number of a present entity, or -1. */
    public static int numberOf(Database database, String entity) throws SQLException {
        return (int) database.number(-1, "SELECT number FROM lynchet_entities WHERE name = ?1 AND dropped = 0", entity);
    }

    public static String tableOf(Database database, int number) throws SQLException {
        return database.text("SELECT tab FROM lynchet_entities WHERE number = ?1", (long) number);
    }

    /**
     * Adds an entity without its fields and returns its number. The caller creates the table, which {@link #tableOf}
     * names.
     */
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

    /** Adds a field and returns its column's name; the caller creates the column. */
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
        // The operator has accepted the loss of these rows. Their log entries stay, since seqs are dense.
        database.run("UPDATE lynchet_changes SET before = NULL, after = NULL WHERE entity = ?1", (long) number);
    }

    public static String harmless(String name) {
        String plain = name.replaceAll("[^A-Za-z0-9_]", "_");
        String lower = plain.toLowerCase(Locale.ROOT);
        String free = RESERVED_PREFIXES.stream().anyMatch(lower::startsWith) ? "~" + plain : plain;
        // Names of PostgreSQL have at most 63 bytes, including prefixes and suffixes.
        return free.length() > NAME_CHARS_MAX ? free.substring(0, NAME_CHARS_MAX) : free;
    }
}
