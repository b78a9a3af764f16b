// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.store.sql.schema;

import io.lynchet.api.Problem;
import io.lynchet.api.schema.Entity;
import io.lynchet.api.schema.Field;
import io.lynchet.api.schema.MigrationPlan;
import io.lynchet.api.schema.MigrationStep;
import io.lynchet.api.schema.Schema;
import io.lynchet.api.store.Obstacle;
import io.lynchet.api.store.StoreErrors;
import io.lynchet.json.row.SchemaCodec;
import io.lynchet.store.sql.database.Column;
import io.lynchet.store.sql.database.Database;
import io.lynchet.store.sql.query.FilterSql;
import io.lynchet.store.sql.table.Catalog;
import io.lynchet.store.sql.table.EntityTable;
import io.lynchet.store.sql.table.Layout;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An install, in one transaction of the database. It runs all steps, also after a refused one, so that all problems are
 * reported at once; a refusal then undoes everything.
 *
 * <p>A field whose values change gets a new column. The old one stays until the changed rows have been logged with
 * their old values.
 */
public final class SchemaInstall {
    private final Database database;
    private final Schema schema;
    private final MigrationPlan plan;
    private final Instant at;
    private final Map<String, Problem> problems = new LinkedHashMap<>();
    private final Map<String, List<ColumnMigration>> moves = new HashMap<>();

    public SchemaInstall(Database database, Schema schema, MigrationPlan plan, Instant at) {
        this.database = database;
        this.schema = schema;
        this.plan = plan;
        this.at = at;
    }

    /** Runs the install within the caller's transaction and returns the layout of the new schema. */
    public Layout run(Layout old) throws SQLException {
        for (MigrationStep step : plan.refused()) {
            refuse(step, Obstacle.LOSES_VALUES, wouldLose(old, step));
        }
        for (MigrationStep step : plan.steps()) {
            take(step);
        }
        requireNoProblem();
        Catalog.set(database, "schema", SchemaCodec.encode(schema));
        Catalog.set(database, "generation", old.generation() + 1);
        Layout layout = new LayoutCheck(database, schema).read();
        IndexPlan indexes = new IndexPlan(database, layout);
        indexes.dropStale();
        BackfillLog log = new BackfillLog(database, at);
        for (EntityTable table : layout.tables()) {
            List<ColumnMigration> moved = moves.getOrDefault(table.entity().name(), List.of());
            log.write(table, moved);
            for (ColumnMigration move : moved) {
                move.dropOldColumn();
            }
        }
        indexes.createMissing(this::refuse);
        requireNoProblem();
        return layout;
    }

    private void requireNoProblem() {
        if (!problems.isEmpty()) {
            throw StoreErrors.migration(List.copyOf(problems.values()));
        }
    }

    private void refuse(MigrationStep step, Obstacle why, List<String> ids) {
        problems.putIfAbsent(step.label(), StoreErrors.step(step, why, ids));
    }

    private void take(MigrationStep step) throws SQLException {
        if (step instanceof MigrationStep.CreateEntity create) {
            create(create.entity());
        } else if (step instanceof MigrationStep.DropEntity drop) {
            int number = numberOf(drop.entity());
            database.execute("DROP TABLE " + Column.quote(Catalog.tableOf(database, number)));
            Catalog.dropEntity(database, number);
        } else if (step instanceof MigrationStep.DropField drop) {
            dropField(drop);
        } else if (step instanceof MigrationStep.AddField add) {
            move(add.entity(), step, null, add.field());
        } else if (step instanceof MigrationStep.ChangeType change) {
            move(change.entity(), step, change.from(), change.to());
        } else if (step instanceof MigrationStep.RequireField require && !isHandledBefore(require)) {
            move(require.entity(), step, require.field(), require.field());
        }
        // Relaxed fields change nothing that is stored, and indexes are compared with the schema at the end.
    }

    private int numberOf(String entity) throws SQLException {
        int number = Catalog.numberOf(database, entity);
        if (number < 0) {
            throw new IllegalArgumentException("the plan speaks of " + entity + ", which is not stored");
        }
        return number;
    }

    private void create(Entity entity) throws SQLException {
        if (Catalog.numberOf(database, entity.name()) >= 0) {
            throw new IllegalArgumentException("the plan creates " + entity + ", which is stored already");
        }
        int number = Catalog.addEntity(database, entity.name());
        StringBuilder columns = new StringBuilder("\"id\" " + type(Column.Storage.TEXT) + " NOT NULL PRIMARY KEY");
        for (Field field : entity.fields().subList(1, entity.fields().size())) {
            String column = Catalog.addField(database, number, field.name());
            columns.append(", ").append(Column.quote(column)).append(' ').append(type(Column.storageOf(field.type())));
        }
        database.execute("CREATE TABLE " + Column.quote(Catalog.tableOf(database, number)) + " (" + columns + ", "
                + EntityTable.SEQ + " " + type(Column.Storage.INTEGER) + " NOT NULL)"
                + database.dialect().tableEnding());
    }

    private String type(Column.Storage storage) {
        return database.dialect().type(storage);
    }

    private void dropField(MigrationStep.DropField drop) throws SQLException {
        int number = numberOf(drop.entity());
        String column = Catalog.columnNames(database, number).get(drop.field());
        if (column == null) {
            throw new IllegalArgumentException("the plan drops " + drop.label() + ", which is not stored");
        }
        Catalog.dropField(database, number, drop.field());
        moves.computeIfAbsent(drop.entity(), none -> new ArrayList<>())
                .add(ColumnMigration.dropped(database, Catalog.tableOf(database, number), column));
    }

    private void move(String entity, MigrationStep step, Field from, Field to) throws SQLException {
        MigrationStep requiring = plan.steps().stream()
                .filter(MigrationStep.RequireField.class::isInstance)
                .filter(one -> ((MigrationStep.RequireField) one).entity().equals(entity))
                .filter(one -> ((MigrationStep.RequireField) one).field().name().equals(to.name()))
                .findFirst()
                .orElse(step);
        int number = numberOf(entity);
        ColumnMigration move = new ColumnMigration(database, number, from, to);
        List<String> inTheWay = move.run(step, plan.acceptedLoss().contains(step.label()), at);
        if (!inTheWay.isEmpty()) {
            refuse(move.why() == Obstacle.NO_VALUE ? requiring : step, move.why(), inTheWay);
        }
        moves.computeIfAbsent(entity, none -> new ArrayList<>()).add(move);
    }

    // The change of type also handles a field that becomes required at the same time.
    private boolean isHandledBefore(MigrationStep.RequireField require) {
        return plan.steps().stream()
                .anyMatch(step -> step instanceof MigrationStep.ChangeType change
                        && change.entity().equals(require.entity())
                        && change.to().name().equals(require.field().name()));
    }

    private List<String> wouldLose(Layout old, MigrationStep step) throws SQLException {
        String entity = step instanceof MigrationStep.DropEntity drop
                ? drop.entity()
                : step instanceof MigrationStep.DropField field
                        ? field.entity()
                        : ((MigrationStep.ChangeType) step).entity();
        Optional<EntityTable> table = old.tables().stream()
                .filter(one -> one.entity().name().equals(entity))
                .findFirst();
        if (table.isEmpty()) {
            return List.of();
        }
        String condition = step instanceof MigrationStep.DropEntity
                ? FilterSql.TRUE
                : table.get()
                                .column(
                                        step instanceof MigrationStep.DropField drop
                                                ? drop.field()
                                                : ((MigrationStep.ChangeType) step)
                                                        .from()
                                                        .name())
                                .quoted()
                        + " IS NOT NULL";
        return ColumnMigration.ids(database, table.get().name(), condition);
    }
}
