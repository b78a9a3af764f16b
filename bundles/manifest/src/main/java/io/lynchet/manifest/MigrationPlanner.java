// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.manifest;

import io.lynchet.api.schema.Entity;
import io.lynchet.api.schema.Field;
import io.lynchet.api.schema.Index;
import io.lynchet.api.schema.MigrationPlan;
import io.lynchet.api.schema.MigrationStep;
import io.lynchet.api.schema.Schema;
import io.lynchet.api.schema.TypeChange;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The comparison of two schemas, which plans the migration.
 *
 * <p>The order makes each step applicable in its turn. Indexes are dropped before the fields that they cover. New
 * entities are created before fields that refer to them. New indexes come when all fields have their final shape.
 */
final class MigrationPlanner {

    private final List<MigrationStep> dropIndexes = new ArrayList<>();
    private final List<MigrationStep> create = new ArrayList<>();
    private final List<MigrationStep> fields = new ArrayList<>();
    private final List<MigrationStep> createIndexes = new ArrayList<>();
    private final List<MigrationStep> drop = new ArrayList<>();

    private MigrationPlanner() {}

    static MigrationPlan plan(Schema installed, Schema wanted, Set<String> acceptedLoss) {
        MigrationPlanner planner = new MigrationPlanner();
        for (Entity entity : wanted.entities()) {
            Entity old = installed.entityOrNull(entity.name());
            if (old == null) {
                planner.create.add(new MigrationStep.CreateEntity(entity));
            } else {
                planner.compare(old, entity);
            }
        }
        for (Entity entity : installed.entities()) {
            if (wanted.entityOrNull(entity.name()) == null) {
                planner.drop.add(new MigrationStep.DropEntity(entity.name()));
            }
        }
        List<MigrationStep> steps = new ArrayList<>(planner.dropIndexes);
        steps.addAll(planner.create);
        steps.addAll(planner.fields);
        steps.addAll(planner.createIndexes);
        steps.addAll(planner.drop);
        return new MigrationPlan(steps, acceptedLoss);
    }

    private void compare(Entity old, Entity next) {
        String name = next.name();
        Map<String, Index> before = indexes(old);
        Map<String, Index> after = indexes(next);
        before.forEach((key, index) -> {
            if (!index.equals(after.get(key))) {
                dropIndexes.add(new MigrationStep.DropIndex(name, index));
            }
        });
        for (Field field : next.fields()) {
            Field was = old.fieldOrNull(field.name());
            if (was == null) {
                fields.add(new MigrationStep.AddField(name, field));
            } else {
                compare(name, was, field);
            }
        }
        for (Field field : old.fields()) {
            if (next.fieldOrNull(field.name()) == null) {
                fields.add(new MigrationStep.DropField(name, field.name()));
            }
        }
        after.forEach((key, index) -> {
            if (!index.equals(before.get(key))) {
                createIndexes.add(new MigrationStep.CreateIndex(name, index));
            }
        });
    }

    private void compare(String entity, Field was, Field field) {
        if (!was.type().equals(field.type())) {
            fields.add(new MigrationStep.ChangeType(entity, was, field, TypeChange.byValue(was.type(), field.type())));
        }
        if (was.optional() && !field.optional()) {
            fields.add(new MigrationStep.RequireField(entity, field));
        } else if (!was.optional() && field.optional()) {
            fields.add(new MigrationStep.RelaxField(entity, field));
        }
    }

    /** Returns the declared indexes and those behind unique fields, by name. */
    private static Map<String, Index> indexes(Entity entity) {
        Map<String, Index> all = new LinkedHashMap<>();
        for (Field field : entity.fields()) {
            if (field.unique()) {
                all.put("unique_" + field.name(), new Index("unique_" + field.name(), List.of(field.name()), true));
            }
        }
        entity.indexes().forEach(index -> all.put(index.name(), index));
        return all;
    }
}
