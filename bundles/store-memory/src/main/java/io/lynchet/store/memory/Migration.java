// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.store.memory;

import io.lynchet.api.Problem;
import io.lynchet.api.row.Change;
import io.lynchet.api.row.ChangeKind;
import io.lynchet.api.row.Row;
import io.lynchet.api.row.RowCheck;
import io.lynchet.api.row.WriteResult;
import io.lynchet.api.schema.Entity;
import io.lynchet.api.schema.Index;
import io.lynchet.api.schema.MigrationPlan;
import io.lynchet.api.schema.MigrationStep;
import io.lynchet.api.schema.Schema;
import io.lynchet.api.store.Obstacle;
import io.lynchet.api.store.StoreErrors;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An install, from a state to the next under another schema. It fails with {@code MIGRATION_REFUSED}, which names every
 * step that rows prevent.
 */
final class Migration {
    private final State base;
    private final Schema schema;
    private final MigrationPlan plan;
    private final Instant at;
    private final Map<String, Problem> problems = new LinkedHashMap<>();
    private final List<Change> changes = new ArrayList<>();
    private Log log;

    Migration(State base, Schema schema, MigrationPlan plan, Instant at) {
        this.base = base;
        this.schema = schema;
        this.plan = plan;
        this.at = at;
        this.log = base.log();
    }

    State.Step run() {
        plan.refused().forEach(step -> refuse(step, Obstacle.LOSES_VALUES, wouldLose(step)));
        for (MigrationStep step : plan.steps()) {
            if (step instanceof MigrationStep.DropEntity drop) {
                log = log.forgetting(drop.entity());
            }
        }
        Tables tables = Tables.empty(schema);
        for (Entity entity : schema.entities()) {
            Table old = base.tables().byName().get(entity.name());
            boolean dropped = plan.steps().contains(new MigrationStep.DropEntity(entity.name()));
            if (old != null && !dropped) {
                tables = tables.with(moved(old, entity));
            }
        }
        if (!problems.isEmpty()) {
            throw StoreErrors.migration(List.copyOf(problems.values()));
        }
        State next = new State(base.identity(), Optional.of(schema), tables, log, base.operations());
        return new State.Step(next, new WriteResult(log.head(), List.of(), false), List.copyOf(changes));
    }

    private Table moved(Table old, Entity entity) {
        List<FieldMove> moves = FieldMove.all(old.entity(), entity, plan, at);
        Map<String, Row> rows = new LinkedHashMap<>();
        for (Table.Stored stored : old.all()) {
            rows.put(stored.row().id(), moved(stored.row(), entity, moves));
        }
        for (FieldMove move : moves) {
            if (!move.inTheWay().isEmpty()) {
                refuse(move.blocked(), move.why(), move.inTheWay());
            }
        }
        Table table = Table.empty(entity);
        refuseDuplicates(table, rows);
        refuseLongTexts(entity, rows);
        if (!problems.isEmpty()) {
            return table;
        }
        for (Table.Stored stored : old.all()) {
            Row row = rows.get(stored.row().id());
            long seq = stored.seq();
            if (moves.stream().anyMatch(move -> move.changes(stored.row(), row))) {
                seq = log.head() + 1;
                Change change = Change.single(
                        seq, entity.name(), row.id(), ChangeKind.UPDATE, Log.as(stored.row(), entity), row, at);
                log = log.with(change);
                changes.add(change);
            }
            table = table.with(row, seq);
        }
        return table;
    }

    private static Row moved(Row old, Entity entity, List<FieldMove> moves) {
        Object[] values = new Object[moves.size()];
        boolean blocked = false;
        for (FieldMove move : moves) {
            values[move.target().ordinal()] = move.value(old);
            blocked |= !move.inTheWay().isEmpty();
        }
        Row row = Row.owning(entity, values);
        if (!blocked && !RowCheck.valueProblems(row).isEmpty()) {
            throw new IllegalArgumentException("the plan does not lead to the schema of " + entity + ": "
                    + RowCheck.valueProblems(row).get(0).message());
        }
        return row;
    }

    private void refuseLongTexts(Entity entity, Map<String, Row> rows) {
        for (MigrationStep step : plan.steps()) {
            if (step instanceof MigrationStep.CreateIndex create
                    && create.entity().equals(entity.name())) {
                int[] fields = create.index().fields().stream()
                        .mapToInt(name -> entity.field(name).orElseThrow().ordinal())
                        .toArray();
                List<String> tooLong = rows.values().stream()
                        .filter(row -> RowCheck.isTooLong(row, fields))
                        .map(Row::id)
                        .sorted()
                        .toList();
                if (!tooLong.isEmpty()) {
                    refuse(step, Obstacle.TOO_LONG, tooLong);
                }
            }
        }
    }

    private void refuseDuplicates(Table table, Map<String, Row> rows) {
        for (Table.UniqueKey key : table.uniqueKeys()) {
            Map<List<Object>, List<String>> owners = new HashMap<>();
            for (Row row : rows.values()) {
                List<Object> values = key.valuesOf(row);
                if (values != null) {
                    owners.computeIfAbsent(values, same -> new ArrayList<>()).add(row.id());
                }
            }
            List<String> same = owners.values().stream()
                    .filter(ids -> ids.size() > 1)
                    .flatMap(List::stream)
                    .sorted()
                    .toList();
            if (!same.isEmpty()) {
                Index index = new Index(key.index(), key.names(), true);
                refuse(new MigrationStep.CreateIndex(table.entity().name(), index), Obstacle.SAME_VALUES, same);
            }
        }
    }

    private void refuse(MigrationStep step, Obstacle why, List<String> ids) {
        problems.putIfAbsent(step.label(), StoreErrors.step(step, why, ids));
    }

    private List<String> wouldLose(MigrationStep step) {
        if (step instanceof MigrationStep.DropEntity drop) {
            return idsOf(drop.entity(), null);
        }
        if (step instanceof MigrationStep.DropField drop) {
            return idsOf(drop.entity(), drop.field());
        }
        return step instanceof MigrationStep.ChangeType change
                ? idsOf(change.entity(), change.from().name())
                : List.of();
    }

    private List<String> idsOf(String entity, String field) {
        Table table = base.tables().byName().get(entity);
        List<String> ids = new ArrayList<>();
        if (table != null) {
            for (Table.Stored stored : table.all()) {
                if (field == null || stored.row().get(field) != null) {
                    ids.add(stored.row().id());
                }
            }
        }
        return ids;
    }
}
