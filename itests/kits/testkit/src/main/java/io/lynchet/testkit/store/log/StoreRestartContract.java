// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.testkit.store.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.JsonText;
import io.lynchet.api.row.Change;
import io.lynchet.api.row.Operation;
import io.lynchet.api.row.OperationKey;
import io.lynchet.api.row.WriteResult;
import io.lynchet.api.schema.Entity;
import io.lynchet.api.schema.Field;
import io.lynchet.api.schema.FieldDefault;
import io.lynchet.api.schema.FieldType;
import io.lynchet.api.schema.MigrationPlan;
import io.lynchet.api.schema.MigrationStep;
import io.lynchet.api.schema.Schema;
import io.lynchet.api.store.Commit;
import io.lynchet.api.store.Guard;
import io.lynchet.api.store.StoreCapability;
import io.lynchet.api.store.StoreInfo;
import io.lynchet.api.store.Write;
import io.lynchet.testkit.Await;
import io.lynchet.testkit.EntityBuilder;
import io.lynchet.testkit.Plans;
import io.lynchet.testkit.Sample;
import io.lynchet.testkit.Seeds;
import io.lynchet.testkit.random.RandomSchemas;
import io.lynchet.testkit.random.RandomWrites;
import io.lynchet.testkit.store.Replay;
import io.lynchet.testkit.store.StoreContract;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The contract of a clean close and a new open: everything is still present. For durable stores. */
public abstract class StoreRestartContract extends StoreContract {
    @BeforeEach
    final void assumeDurable() {
        Assumptions.assumeTrue(has(StoreCapability.DURABLE));
    }

    private void restart() {
        store = fixture().reopen();
    }

    /** Installs the schema again, as the data service does after a start. */
    private Sample reinstalled() {
        Sample next = new Sample();
        store.install(next.schema(), MigrationPlan.NOTHING);
        return next;
    }

    @Test
    @DisplayName("an empty store keeps its id")
    void emptyStore_keepsItsId() {
        StoreInfo before = store.info();
        restart();
        assertThat(store.info().storeId()).isEqualTo(before.storeId());
        assertThat(store.installed()).isEmpty();
        assertThat(store.info().headSeq()).isZero();
        installSample();
        assertThat(insert(app.user("u1")).seq()).isEqualTo(1);
    }

    @Test
    @DisplayName("installed: the schema that the stored rows have, read back in every respect")
    void installed_isReadBack() {
        installSample();
        insert(app.user("u1", "email", "e"), app.todo("t1", "owner", "u1", "state", "open"));
        restart();
        Schema schema = store.installed().orElseThrow();
        assertThat(schema.entities()).extracting(Entity::name).containsExactly("User", "Todo");
        for (Entity entity : app.schema().entities()) {
            Entity read = schema.entity(entity.name()).orElseThrow();
            assertThat(read.fields()).isEqualTo(entity.fields());
            assertThat(read.indexes()).isEqualTo(entity.indexes());
            assertThat(read.relations()).isEqualTo(entity.relations());
            assertThat(read.replicated()).isEqualTo(entity.replicated());
        }
        Entity todo = schema.entity("Todo").orElseThrow();
        assertThat(store.latest().get(todo, "t1")).contains(app.todo("t1", "owner", "u1", "state", "open"));
    }

    @Test
    @DisplayName("defaults, literal and calculated, of every type are read back")
    void defaults_areReadBack() {
        Entity entity = EntityBuilder.entity("D")
                .defaulted("s", FieldType.STRING, "\ud83d\ude00")
                .defaulted("i", FieldType.INT, Long.MAX_VALUE)
                .defaulted("f", FieldType.FLOAT, 2.0)
                .defaulted("b", FieldType.BOOL, false)
                .defaulted("d", FieldType.DATETIME, Instant.EPOCH)
                .defaulted("j", FieldType.JSON, new JsonText("[1]"))
                .field(Field.of("now", FieldType.DATETIME, false).withDefault(new FieldDefault.Now()))
                .field(Field.of("who", FieldType.STRING, true).withDefault(new FieldDefault.FromAuth("userId")))
                .build();
        install(new Schema(List.of(entity)));
        restart();
        assertThat(store.installed().orElseThrow().entity("D").orElseThrow().fields())
                .isEqualTo(entity.fields());
    }

    @Test
    @DisplayName("rows, log, last changes and seqs survive; constraints hold; the next seq follows")
    void everything_survives() {
        installSample();
        insert(app.user("u1", "email", "e"), app.todo("t1", "owner", "u1", "notes", "\u0000\ud83d\ude00"));
        update(app.todo(), "t1", "rank", Long.MIN_VALUE);
        delete(app.todo(), "t1");
        insert(app.todo("t2", "owner", "u1"));
        List<Change> log = log();
        StoreInfo before = store.info();
        restart();
        Sample next = reinstalled();
        assertThat(log()).isEqualTo(log);
        assertThat(store.info().headSeq()).isEqualTo(before.headSeq());
        assertThat(store.info().storeId()).isEqualTo(before.storeId());
        assertThat(store.info().epoch()).isEqualTo(before.epoch());
        assertThat(store.latest().lastChange(next.todo(), "t2")).hasValue(5);
        assertThat(refusalOf(new Write.Insert(next.user("u2", "email", "e"))).code())
                .isEqualTo(ErrorCode.UNIQUE_VIOLATION);
        assertThat(refusalOf(new Write.Delete(next.user(), "u1", Write.ANY)).code())
                .isEqualTo(ErrorCode.REFERENCE_IN_USE);
        assertThat(insert(next.user("u2")).seq()).isEqualTo(6);
    }

    @Test
    @DisplayName("remembered answers survive")
    void operations_survive() {
        Assumptions.assumeTrue(has(StoreCapability.IDEMPOTENCY));
        installSample();
        Optional<Operation> key = Optional.of(new Operation(new OperationKey("c", "o"), "digest"));
        WriteResult first = Await.value(store.commit(new Commit(
                List.of(new Write.Insert(app.user("u1")), patch(app.user(), "u1")),
                Guard.NONE,
                key,
                Optional.empty())));
        restart();
        Sample next = reinstalled();
        WriteResult again = Await.value(store.commit(
                new Commit(List.of(new Write.Insert(next.user("u1"))), Guard.NONE, key, Optional.empty())));
        assertThat(again).isEqualTo(new WriteResult(first.seq(), first.items(), true, "digest"));
    }

    @Test
    @DisplayName("random writes over several restarts: the log, replayed, gives the tables")
    void randomWrites_overRestarts() {
        Seeds.forEach(3, random -> {
            store = fixture().open();
            Schema schema = new RandomSchemas(random).schema();
            install(schema);
            RandomWrites writes = new RandomWrites(random, schema);
            for (int i = 0; i < 40; i++) {
                store.commit(commitOf(writes.commit(), Guard.NONE))
                        .toCompletableFuture()
                        .handle((done, failed) -> done)
                        .join();
            }
            List<Change> log = log();
            restart();
            Schema read = store.installed().orElseThrow();
            assertThat(log()).isEqualTo(log);
            Replay replay = new Replay();
            log.forEach(replay::apply);
            replay.assertEquals(store.latest(), read);
            fixture().close(store);
        });
    }

    @Test
    @DisplayName("a migration survives, and with it what it took out of the log")
    void migrations_survive() {
        installSample();
        insert(app.user("u1"), app.todo("t1"));
        Entity user = new Sample().user();
        store.install(new Schema(List.of(user)), Plans.accepting(new MigrationStep.DropEntity("Todo")));
        restart();
        assertThat(store.installed().orElseThrow().entities())
                .extracting(Entity::name)
                .containsExactly("User");
        assertThat(log()).extracting(Change::after).containsExactly(app.user("u1"), null);
    }
}
