// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.testkit.store.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.JsonText;
import io.lynchet.api.query.Filter;
import io.lynchet.api.row.ChangeKind;
import io.lynchet.api.row.Row;
import io.lynchet.api.row.Versioned;
import io.lynchet.api.row.WriteResult;
import io.lynchet.api.schema.Entity;
import io.lynchet.api.schema.FieldType;
import io.lynchet.api.schema.Schema;
import io.lynchet.api.schema.SchemaChangedException;
import io.lynchet.api.store.Guard;
import io.lynchet.api.store.ReadView;
import io.lynchet.api.store.Store;
import io.lynchet.api.store.StoreInfo;
import io.lynchet.api.store.Write;
import io.lynchet.testkit.Await;
import io.lynchet.testkit.EntityBuilder;
import io.lynchet.testkit.Plans;
import io.lynchet.testkit.Rows;
import io.lynchet.testkit.Sample;
import io.lynchet.testkit.Seeds;
import io.lynchet.testkit.random.RandomRows;
import io.lynchet.testkit.random.RandomSchemas;
import io.lynchet.testkit.store.StoreContract;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The contract of single writes and reads by id. */
public abstract class StoreCrudContract extends StoreContract {
    @Test
    @DisplayName("installed: the schema, or empty before the first install; the same object until the next install")
    void installed_isEmptyThenTheInstalledSchema() {
        assertThat(store.installed()).isEmpty();
        installSample();
        assertThat(store.installed()).containsSame(app.schema());
        assertThat(store.installed()).containsSame(app.schema());
    }

    @Test
    @DisplayName("info: head 0 when there is no change, oldest 1 when nothing was pruned, epoch begins at 1")
    void info_ofAnEmptyStore() {
        StoreInfo info = store.info();
        assertThat(info.headSeq()).isZero();
        assertThat(info.oldestSeq()).isEqualTo(1);
        assertThat(info.epoch()).isEqualTo(1);
        assertThat(info.storeId()).isNotBlank();
        assertThat(info.provider()).isNotBlank();
        assertThat(info.capabilities()).isEqualTo(fixture().capabilities());
    }

    @Test
    @DisplayName("info: headSeq is the seq of the newest committed change")
    void info_afterWrites_hasTheNewHead() {
        installSample();
        insert(app.user("u1"), app.user("u2"));
        assertThat(store.info().headSeq()).isEqualTo(2);
    }

    @Test
    @DisplayName("storeId: made once for a set of data")
    void storeId_differsBetweenStores() {
        assertThat(fixture().open().info().storeId()).isNotEqualTo(store.info().storeId());
    }

    @Test
    @DisplayName("insert, then get: the row as it was given, every type, of the installed entity")
    void get_afterInsert_givesEveryTypeBack() {
        installSample();
        insert(app.user("u1", "email", "a@example.org"));
        Row row = app.todo(
                "t1",
                "done",
                true,
                "rank",
                Long.MIN_VALUE,
                "weight",
                -1.5e-300,
                "due",
                Instant.parse("2026-11-23T06:07:08.123456Z"),
                "state",
                "open",
                "notes",
                "<b>bold</b>",
                "meta",
                new JsonText("{\"a\":[1,null,\"x\"]}"),
                "owner",
                "u1",
                "slug",
                "s");
        insert(row);
        Row stored = store.latest().get(app.todo(), "t1").orElseThrow();
        assertThat(stored).isEqualTo(row);
        assertThat(stored.entity()).isSameAs(app.todo());
    }

    @Test
    @DisplayName("any value that a type accepts comes back equal")
    void get_ofRandomRows_givesThemBack() {
        Seeds.forEach(10, random -> {
            Store target = fixture().open();
            Schema schema = new RandomSchemas(random).withoutUnique().schema();
            target.install(schema, Plans.create(schema));
            List<Row> rows = new RandomRows(random).rows(schema, 20);
            Await.value(target.commit(commitOf(inserts(rows), Guard.NONE)));
            for (Row row : rows) {
                assertThat(target.latest().get(row.entity(), row.id())).contains(row);
            }
            fixture().close(target);
        });
    }

    @Test
    @DisplayName("get: the row, or empty")
    void get_ofAnAbsentId_isEmpty() {
        installSample();
        assertThat(store.latest().get(app.todo(), "t1")).isEmpty();
        assertThat(store.latest().lastChange(app.todo(), "t1")).isEmpty();
    }

    @Test
    @DisplayName("ids are compared by code point, exactly")
    void get_withAnotherCaseOrTrailingSpace_isEmpty() {
        installSample();
        insert(app.user("aB"));
        assertThat(store.latest().get(app.user(), "ab")).isEmpty();
        assertThat(store.latest().get(app.user(), "aB ")).isEmpty();
        insert(app.user("ab"), app.user("aB "));
        assertThat(store.latest().count(app.user(), Filter.Constant.TRUE)).isEqualTo(3);
    }

    @Test
    @DisplayName("update: other values for some fields; null is a value")
    void update_changesTheNamedFieldsOnly() {
        installSample();
        insert(app.todo("t1", "rank", 1L, "done", false));
        WriteResult committed = update(app.todo(), "t1", "rank", null, "title", "new");
        assertThat(committed.seq()).isEqualTo(2);
        assertThat(committed.items()).containsExactly(new WriteResult.Item("Todo", "t1", ChangeKind.UPDATE, 2));
        assertThat(store.latest().get(app.todo(), "t1"))
                .contains(Rows.of(app.todo(), "t1", "title", "new", "done", false));
    }

    @Test
    @DisplayName("update: NOT_FOUND if the row does not exist")
    void update_ofAnAbsentRow_isNotFound() {
        installSample();
        assertThat(refusalOf(patch(app.todo(), "t1", "rank", 1L)).code()).isEqualTo(ErrorCode.NOT_FOUND);
        assertNothingCommittedSince(0);
    }

    @Test
    @DisplayName("delete: the row is gone, and may be inserted again")
    void delete_thenInsertAgain() {
        installSample();
        insert(app.todo("t1", "rank", 1L));
        assertThat(delete(app.todo(), "t1").items())
                .containsExactly(new WriteResult.Item("Todo", "t1", ChangeKind.DELETE, 2));
        assertThat(store.latest().get(app.todo(), "t1")).isEmpty();
        assertThat(store.latest().lastChange(app.todo(), "t1")).isEmpty();
        insert(app.todo("t1"));
        assertThat(store.latest().get(app.todo(), "t1")).contains(app.todo("t1"));
        assertThat(store.latest().lastChange(app.todo(), "t1")).hasValue(3);
    }

    @Test
    @DisplayName("delete: NOT_FOUND if the row does not exist")
    void delete_ofAnAbsentRow_isNotFound() {
        installSample();
        assertThat(refusalOf(new Write.Delete(app.todo(), "t1", Write.ANY)).code())
                .isEqualTo(ErrorCode.NOT_FOUND);
        assertNothingCommittedSince(0);
    }

    @Test
    @DisplayName("lastChange: seq of the newest change of the row")
    void lastChange_isTheSeqOfTheRowsNewestChange() {
        installSample();
        insert(app.todo("t1"), app.todo("t2"));
        update(app.todo(), "t1", "rank", 1L);
        ReadView latest = store.latest();
        assertThat(latest.lastChange(app.todo(), "t1")).hasValue(3);
        assertThat(latest.versioned(app.todo(), "t1"))
                .hasValueSatisfying(found -> assertThat(found.seq()).isEqualTo(3))
                .map(Versioned::row)
                .isEqualTo(latest.get(app.todo(), "t1"));
        assertThat(latest.versioned(app.todo(), "nobody")).isEmpty();
        assertThat(latest.lastChange(app.todo(), "t2")).hasValue(2);
    }

    @Test
    @DisplayName("commit: SchemaChangedException when an entity is not of the installed schema")
    void commit_beforeTheFirstInstall_saysThatTheSchemaChanged() {
        assertThat(refusalOf(new Write.Insert(app.user("u1")))).isInstanceOf(SchemaChangedException.class);
    }

    @Test
    @DisplayName("View: SchemaChangedException when an entity is not of the installed schema")
    void reads_withAnEntityOfAnotherGeneration_sayThatTheSchemaChanged() {
        installSample();
        Entity stranger = new Sample().user();
        assertThatThrownBy(() -> store.latest().get(stranger, "u1")).isInstanceOf(SchemaChangedException.class);
        assertThatThrownBy(() -> store.latest().count(stranger, Filter.Constant.TRUE))
                .isInstanceOf(SchemaChangedException.class);
        assertThat(refusalOf(new Write.Insert(Rows.of(stranger, "u1", "name", "a"))))
                .isInstanceOf(SchemaChangedException.class);
    }

    @Test
    @DisplayName("entities and fields may have any declared name, also words of a query language")
    void names_thatAreReservedElsewhere_work() {
        Entity group = EntityBuilder.entity("Group")
                .optional("select", FieldType.STRING)
                .optional("Select2", FieldType.INT)
                .optional("order", FieldType.INT)
                .optional("rowid", FieldType.STRING)
                .optional("_seq", FieldType.INT)
                .index("where", "order", "select")
                .build();
        Entity order = EntityBuilder.entity("_order")
                .optional("group", FieldType.reference("Group"))
                .build();
        install(new Schema(List.of(group, order)));
        Row row = Rows.of(group, "g", "select", "s", "Select2", 3L, "order", 1L, "rowid", "r", "_seq", 9L);
        insert(row, Rows.of(order, "o", "group", "g"));
        assertThat(store.latest().get(group, "g")).contains(row);
        assertThat(store.latest().lastChange(group, "g")).hasValue(1);
    }
}
