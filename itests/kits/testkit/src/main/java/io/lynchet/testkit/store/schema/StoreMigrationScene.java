// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.testkit.store.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.Problem;
import io.lynchet.api.query.Filter;
import io.lynchet.api.query.Query;
import io.lynchet.api.row.Change;
import io.lynchet.api.row.ChangeKind;
import io.lynchet.api.row.Draft;
import io.lynchet.api.row.Row;
import io.lynchet.api.schema.Entity;
import io.lynchet.api.schema.Field;
import io.lynchet.api.schema.FieldType;
import io.lynchet.api.schema.MigrationPlan;
import io.lynchet.api.schema.Schema;
import io.lynchet.testkit.EntityBuilder;
import io.lynchet.testkit.Rows;
import io.lynchet.testkit.store.StoreContract;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;

/** The common part of contracts about installs: an entity, small steps from it, and what must hold after a refusal. */
public abstract class StoreMigrationScene extends StoreContract {
    /** The installed entity: a required name, an optional rank, an optional state. */
    protected Entity item;

    protected Schema schema;

    @BeforeEach
    final void installItems() {
        item = items(builder -> builder);
        schema = new Schema(List.of(item));
        install(schema);
    }

    /** Returns the entity with more, of a generation of its own. */
    protected static Entity items(UnaryOperator<EntityBuilder> more) {
        return more.apply(EntityBuilder.entity("Item")
                        .required("name", FieldType.STRING)
                        .optional("rank", FieldType.INT)
                        .optional("state", FieldType.enumOf(List.of("open", "done"))))
                .build();
    }

    protected final Row item(String id, Object... fields) {
        Row row = Rows.of(item, id, fields);
        return row.with(new Draft(item).set("name", "item " + id));
    }

    protected static Field field(Entity entity, String name) {
        return entity.field(name).orElseThrow();
    }

    /** Installs the entity alone, which then is {@link #item}. */
    protected final void migrate(Entity next, MigrationPlan plan) {
        schema = new Schema(List.of(next));
        store.install(schema, plan);
        item = next;
    }

    protected final Row stored(String id) {
        return store.latest().get(item, id).orElseThrow();
    }

    /** Fails unless the plan is refused with these steps as problems, and the old schema stays. */
    protected final List<Problem> assertRefused(Entity next, MigrationPlan plan, String... labels) {
        long head = store.info().headSeq();
        List<Row> before = store.latest().query(Query.of(item, Filter.Constant.TRUE, 1_000));
        LynchetException failure =
                catchThrowableOfType(LynchetException.class, () -> store.install(new Schema(List.of(next)), plan));
        assertThat(failure).as("refusal of %s", plan).isNotNull();
        assertThat(failure.code()).isEqualTo(ErrorCode.MIGRATION_REFUSED);
        assertThat(failure.problems()).extracting(Problem::path).containsExactlyInAnyOrder(labels);
        assertThat(failure.problems()).extracting(Problem::code).containsOnly(ErrorCode.MIGRATION_REFUSED);
        assertThat(store.installed()).as("the old schema goes on").containsSame(schema);
        assertThat(store.latest().query(Query.of(item, Filter.Constant.TRUE, 1_000)))
                .isEqualTo(before);
        assertNothingCommittedSince(head);
        insert(item("after-refusal-" + head));
        delete(item, "after-refusal-" + head);
        return failure.problems();
    }

    /** Fails unless the newest entry is an update of the row to its stored state. */
    protected final void assertLogged(String id, long seq) {
        List<Change> log = log();
        Change last = log.get((int) seq - 1);
        assertThat(last.seq()).isEqualTo(seq);
        assertThat(last.kind()).isEqualTo(ChangeKind.UPDATE);
        assertThat(last.endsCommit()).as("a commit of its own").isTrue();
        assertThat(last.id()).isEqualTo(id);
        assertThat(last.after()).isEqualTo(stored(id));
        assertThat(store.latest().lastChange(item, id)).hasValue(seq);
    }
}
