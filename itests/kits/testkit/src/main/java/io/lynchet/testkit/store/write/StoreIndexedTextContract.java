// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.testkit.store.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.Problem;
import io.lynchet.api.row.RowCheck;
import io.lynchet.api.schema.Entity;
import io.lynchet.api.schema.FieldType;
import io.lynchet.api.schema.MigrationStep;
import io.lynchet.api.schema.Schema;
import io.lynchet.api.store.Obstacle;
import io.lynchet.api.store.Write;
import io.lynchet.testkit.EntityBuilder;
import io.lynchet.testkit.Plans;
import io.lynchet.testkit.Rows;
import io.lynchet.testkit.store.schema.StoreMigrationScene;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The contract of indexed texts: they have the same limit in every store; other texts have none. */
public abstract class StoreIndexedTextContract extends StoreMigrationScene {
    private static final String ID = "0123456789";

    private Entity note;

    @BeforeEach
    final void installNotes() {
        note = notes(builder -> builder.index("by_title", "title").uniqueIndex("title_tag", "title", "tag"));
        migrate(note, Plans.accepting(new MigrationStep.DropEntity("Item"), new MigrationStep.CreateEntity(note)));
    }

    private static Entity notes(UnaryOperator<EntityBuilder> more) {
        return more.apply(EntityBuilder.entity("Note")
                        .optional("title", FieldType.STRING)
                        .optional("tag", FieldType.STRING)
                        .optional("body", FieldType.STRING)
                        .unique("slug", FieldType.STRING))
                .build();
    }

    /** Returns a text that can't be compressed. */
    private static String text(int chars, int from, int to) {
        StringBuilder text = new StringBuilder();
        new Random(chars).ints(chars, from, to).forEach(text::appendCodePoint);
        return text.toString();
    }

    private static String chinese(int chars) {
        return text(chars, 0x4E00, 0x9FA5);
    }

    private void assertTooLong(String field, Write write) {
        LynchetException refusal = refusalOf(write);
        assertThat(refusal.code()).isEqualTo(ErrorCode.INVALID_VALUE);
        assertThat(refusal.problems()).extracting(Problem::path).contains("$." + field);
        assertThat(refusal.getMessage()).contains(field, String.valueOf(RowCheck.INDEXED_BYTES_MAX));
    }

    @Test
    @DisplayName(
            "indexed texts: as many bytes as the limit says are stored, with the id, and one more is INVALID_VALUE")
    void texts_upToTheLimit() {
        int left = RowCheck.INDEXED_BYTES_MAX - ID.length();
        String longest = text(left % 3, 'a', 'z') + chinese(left / 3);
        insert(Rows.of(note, ID, "title", longest, "slug", longest));
        assertThat(store.latest().get(note, ID).orElseThrow().get("slug")).isEqualTo(longest);
        delete(note, ID);
        assertTooLong("title", new Write.Insert(Rows.of(note, ID, "title", longest + "x", "slug", "s")));
        assertTooLong("slug", new Write.Insert(Rows.of(note, ID, "slug", longest + "x")));
        String emoji = text(left / 4, 0x1F300, 0x1F5FF);
        insert(Rows.of(note, ID, "title", emoji, "slug", "s"));
        assertTooLong("title", patch(note, ID, "tag", "abc", "title", emoji));
        assertTooLong("slug", patch(note, ID, "slug", chinese(3_000)));
    }

    @Test
    @DisplayName("texts without an index have no such limit")
    void texts_withoutIndex() {
        String body = chinese(30_000);
        insert(Rows.of(note, ID, "body", body));
        assertThat(store.latest().get(note, ID).orElseThrow().get("body")).isEqualTo(body);
    }

    @Test
    @DisplayName("CreateIndex: rows whose texts are too long stand in the way")
    void createIndex_withLongTexts_isRefused() {
        insert(Rows.of(note, "long", "body", chinese(3_000)), Rows.of(note, "short", "body", chinese(700)));
        Entity next = notes(builder -> builder.index("by_title", "title")
                .uniqueIndex("title_tag", "title", "tag")
                .index("by_body", "body"));
        MigrationStep step =
                new MigrationStep.CreateIndex("Note", next.indexes().get(2));
        LynchetException refusal = catchThrowableOfType(
                LynchetException.class, () -> store.install(new Schema(List.of(next)), Plans.of(step)));
        assertThat(refusal.code()).isEqualTo(ErrorCode.MIGRATION_REFUSED);
        assertThat(refusal.problems()).extracting(Problem::path).containsExactly("create_index:Note.by_body");
        assertThat(refusal.problems().get(0).message())
                .startsWith(Obstacle.TOO_LONG.why())
                .contains("long")
                .doesNotContain("short");
        update(note, "long", "body", "brief");
        migrate(next, Plans.of(step));
    }
}
