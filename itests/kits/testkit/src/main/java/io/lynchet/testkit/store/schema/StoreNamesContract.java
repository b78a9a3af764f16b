// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.testkit.store.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.api.query.Comparison;
import io.lynchet.api.query.Filter;
import io.lynchet.api.query.Operand;
import io.lynchet.api.query.Query;
import io.lynchet.api.query.SortKey;
import io.lynchet.api.row.Draft;
import io.lynchet.api.row.Row;
import io.lynchet.api.schema.Entity;
import io.lynchet.api.schema.Field;
import io.lynchet.api.schema.FieldType;
import io.lynchet.api.schema.MigrationStep;
import io.lynchet.api.schema.Schema;
import io.lynchet.api.store.Write;
import io.lynchet.testkit.EntityBuilder;
import io.lynchet.testkit.Plans;
import io.lynchet.testkit.Rows;
import io.lynchet.testkit.store.StoreContract;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * The contract of names: each store accepts every name that a manifest may give, also those that its database uses
 * itself.
 */
public abstract class StoreNamesContract extends StoreContract {
    private static final List<String> FIELDS = List.of(
            "xmin",
            "xmax",
            "cmin",
            "cmax",
            "ctid",
            "tableoid",
            "oid",
            "rowid",
            "_rowid_",
            "_seq",
            "ID",
            "Xmin",
            "select",
            "order",
            "group",
            "table",
            "user",
            "null",
            "default",
            "a0",
            "value",
            "pg_type",
            "sqlite_x");
    private static final List<String> ENTITIES = List.of(
            "pg_class",
            "PG_Class",
            "pg_type",
            "pg_attribute",
            "pg_namespace",
            "pg_stat_activity",
            "sqlite_master",
            "sqlite_schema",
            "lynchet_meta",
            "lynchet_changes",
            "information_schema",
            "columns",
            "user",
            "Table",
            "select",
            "index",
            "text",
            "int8",
            "_text",
            "public",
            "main",
            "temp",
            "dual");

    private static Entity entity(String name) {
        EntityBuilder builder = EntityBuilder.entity(name);
        FIELDS.forEach(field -> builder.optional(field, FieldType.STRING));
        for (String field : FIELDS) {
            builder.index("ix_" + FIELDS.indexOf(field), field);
        }
        return builder.build();
    }

    @Test
    @DisplayName("names: those that a database reserves are written, read, sorted by, indexed and logged like others")
    void reservedNames_areNamesLikeOthers() {
        List<Entity> entities = new ArrayList<>();
        ENTITIES.forEach(name -> entities.add(entity(name)));
        install(new Schema(entities));
        for (Entity entity : entities) {
            Draft values = new Draft(entity);
            FIELDS.forEach(field -> values.set(field, "of " + field));
            Row row = Rows.of(entity, "1").with(values);
            commit(List.of(new Write.Insert(row)));
            commit(List.of(new Write.Update("1", new Draft(entity).set("xmin", "new"), Write.ANY)));
            Row expected = row.with(new Draft(entity).set("xmin", "new"));
            assertThat(store.latest().get(entity, "1")).contains(expected);
            for (String name : FIELDS) {
                Field field = entity.field(name).orElseThrow();
                Filter filter = new Filter.Compare(
                        new Operand.FieldRef(0, field), Comparison.EQUAL, new Operand.Literal(expected.get(name)));
                assertThat(store.latest().query(new Query(entity, filter, List.of(new SortKey(field, false)), 2, 0)))
                        .as("%s.%s", entity, name)
                        .containsExactly(expected);
            }
            assertThat(log().get(log().size() - 1).after()).isEqualTo(expected);
        }
    }

    @Test
    @DisplayName("names: a reserved one can be added, dropped and come back")
    void reservedNames_canBeAddedAndDropped() {
        Entity bare = EntityBuilder.entity("Item").optional("n", FieldType.INT).build();
        install(new Schema(List.of(bare)));
        commit(List.of(new Write.Insert(Rows.of(bare, "1", "n", 1L))));
        for (int round = 0; round < 2; round++) {
            Entity with = EntityBuilder.entity("Item")
                    .optional("n", FieldType.INT)
                    .optional("ctid", FieldType.STRING)
                    .build();
            store.install(
                    new Schema(List.of(with)),
                    Plans.of(new MigrationStep.AddField(
                            "Item", with.field("ctid").orElseThrow())));
            commit(List.of(new Write.Update("1", new Draft(with).set("ctid", "x"), Write.ANY)));
            assertThat(store.latest().get(with, "1").orElseThrow().get("ctid")).isEqualTo("x");
            Entity without =
                    EntityBuilder.entity("Item").optional("n", FieldType.INT).build();
            store.install(new Schema(List.of(without)), Plans.accepting(new MigrationStep.DropField("Item", "ctid")));
        }
    }
}
