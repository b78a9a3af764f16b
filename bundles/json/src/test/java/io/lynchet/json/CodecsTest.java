// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.json;

import static io.lynchet.json.Samples.SCHEMA;
import static io.lynchet.json.Samples.TODO;
import static io.lynchet.json.Samples.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.JsonText;
import io.lynchet.api.LynchetException;
import io.lynchet.api.Problem;
import io.lynchet.api.row.Change;
import io.lynchet.api.row.ChangeKind;
import io.lynchet.api.row.Row;
import io.lynchet.api.schema.Entity;
import io.lynchet.api.schema.Field;
import io.lynchet.api.schema.FieldDefault;
import io.lynchet.api.schema.FieldType;
import io.lynchet.api.schema.Index;
import io.lynchet.api.schema.Relation;
import io.lynchet.api.schema.Schema;
import io.lynchet.json.row.ChangeCodec;
import io.lynchet.json.row.RowCodec;
import io.lynchet.json.row.SchemaCodec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CodecsTest {
    @Test
    void storedRow_survivesExactly() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 5_000; i++) {
            Row row = Samples.row(random, TODO);
            assertThat(RowCodec.decode(RowCodec.encode(row), TODO))
                    .as("seed %d", seed)
                    .isEqualTo(row);
            assertThat(RowCodec.decode(RowCodec.encodeText(row), TODO))
                    .as("seed %d", seed)
                    .isEqualTo(row);
        }
    }

    @Test
    void change_survivesExactly_withItsCommit() {
        Random random = new Random(7);
        Row before = Samples.row(random, TODO);
        Row after = Samples.row(random, TODO);
        Change change = new Change(5, 9, "Todo", before.id(), ChangeKind.UPDATE, before, after, Instant.EPOCH);
        assertThat(ChangeCodec.decode(ChangeCodec.encode(change), SCHEMA)).isEqualTo(change);
        Change last = change.in(5);
        assertThat(ChangeCodec.decode(ChangeCodec.encode(last), SCHEMA)).isEqualTo(last);
    }

    @Test
    void changeOfAnEarlierVersion_isACommitOfItsOwn_andOneThatEndsBeforeItBegins_isRefused() {
        String old = "{\"seq\":5,\"at\":\"2026-01-01T00:00:00Z\",\"kind\":\"delete\",\"entity\":\"Gone\",\"id\":\"g\"";
        assertThat(ChangeCodec.decode(utf8(old + "}"), SCHEMA).endsCommit()).isTrue();
        assertThat(catchThrowableOfType(
                                LynchetException.class, () -> ChangeCodec.decode(utf8(old + ",\"commit\":4}"), SCHEMA))
                        .code())
                .isEqualTo(ErrorCode.INVALID_DATA);
    }

    @Test
    void storedRow_keepsJsonToTheLetter() {
        for (String json : List.of(
                "\"\\u00e4\\/\"", "[1.50,-0,1E5,\"\"]", "7", "-1.0e-3", "true", "{\"a\\u0062\":\"é\"}", "{}", "\"\"")) {
            Object[] values = new Object[TODO.fields().size()];
            values[0] = "i";
            values[TODO.fieldOrNull("meta").ordinal()] = new JsonText(json);
            Row row = Row.owning(TODO, values);
            assertThat(RowCodec.decode(RowCodec.encode(row), TODO)).isEqualTo(row);
        }
    }

    @Test
    void storedRow_leavesNullsOut() {
        Row row = Row.owning(TODO, new Object[] {"i", "t", null, null, null, null, null, null, null, null, "s"});
        assertThat(RowCodec.encodeText(row)).isEqualTo("{\"id\":\"i\",\"title\":\"t\",\"secret\":\"s\"}");
    }

    @Test
    void storedRow_isReadByALaterGeneration() {
        Entity later = new Entity(
                "Todo",
                List.of(
                        Field.of("rank", FieldType.FLOAT, true),
                        Field.of("price", FieldType.INT, true),
                        Field.of("state", FieldType.enumOf(List.of("shut")), true),
                        Field.of("dueAt", FieldType.STRING, true),
                        Field.of("notes", FieldType.DATETIME, true),
                        Field.of("meta", FieldType.BOOL, true),
                        Field.of("title", FieldType.JSON, true),
                        Field.of("fresh", FieldType.INT, false)),
                List.of(),
                List.of(),
                true);
        String stored =
                "{\"id\":\"i\",\"title\":\"t\",\"rank\":7,\"price\":1.5,\"gone\":{\"a\":[1]},\"state\":\"open\","
                        + "\"dueAt\":\"2026-01-01T00:00:00Z\",\"notes\":\"n\",\"meta\":{\"a\":[]}}";
        assertThat(RowCodec.decode(stored, later).values())
                .containsExactly("i", 7.0, null, null, "2026-01-01T00:00:00Z", null, null, new JsonText("\"t\""), null);
    }

    @Test
    void storedRow_mayBeDeeperThanStrangersMay() {
        String deep = "[".repeat(200) + "]".repeat(200);
        Object[] values = new Object[TODO.fields().size()];
        values[0] = "i";
        values[TODO.fieldOrNull("meta").ordinal()] = new JsonText(deep);
        Row row = Row.owning(TODO, values);
        assertThat(RowCodec.decode(RowCodec.encode(row), TODO)).isEqualTo(row);
    }

    @Test
    void damagedStoredRow_isRefused() {
        assertThat(Refusals.of(() -> RowCodec.decode("{\"id\":", TODO)).code()).isEqualTo(ErrorCode.INVALID_JSON);
        assertThat(Refusals.of(() -> RowCodec.decode("[]", TODO)).code()).isEqualTo(ErrorCode.INVALID_DATA);
    }

    @Test
    void schema_survivesExactly() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 500; i++) {
            Schema schema = schema(random);
            String text = SchemaCodec.encode(schema);
            Schema back = SchemaCodec.decode(text);
            assertThat(described(back)).as("seed %d", seed).isEqualTo(described(schema));
            assertThat(SchemaCodec.encode(back)).as("seed %d", seed).isEqualTo(text);
        }
        assertThat(described(SchemaCodec.decode(SchemaCodec.encode(SCHEMA)))).isEqualTo(described(SCHEMA));
        assertThat(SchemaCodec.decode(SchemaCodec.encode(Schema.EMPTY)).entities())
                .isEmpty();
    }

    @Test
    void schema_ofAnySize_isReadBack() {
        List<Field> fields = new ArrayList<>();
        JsonText deep = new JsonText("[".repeat(100) + "]".repeat(100));
        for (int i = 0; i < 50_000; i++) {
            Field field = Field.of("field" + i, FieldType.JSON, true);
            fields.add(i == 0 ? field.withDefault(new FieldDefault.Literal(deep)) : field);
        }
        Schema schema = new Schema(List.of(new Entity("Wide", fields, List.of(), List.of(), true)));
        String text = SchemaCodec.encode(schema);
        assertThat(text.length()).isGreaterThan(JsonLimits.TREE_BYTES_MAX);
        assertThat(described(SchemaCodec.decode(text))).isEqualTo(described(schema));
    }

    private static List<Object> described(Schema schema) {
        List<Object> parts = new ArrayList<>();
        for (Entity entity : schema.entities()) {
            parts.add(
                    List.of(entity.name(), entity.replicated(), entity.fields(), entity.indexes(), entity.relations()));
        }
        return parts;
    }

    private static Schema schema(Random random) {
        List<Entity> entities = new ArrayList<>();
        int count = 1 + random.nextInt(4);
        for (int i = 0; i < count; i++) {
            List<Field> fields = new ArrayList<>();
            for (int j = random.nextInt(6); j > 0; j--) {
                FieldType type = type(random, count);
                fields.add(new Field(
                        -1,
                        "f" + j + Samples.text(random, 5),
                        type,
                        random.nextBoolean(),
                        random.nextBoolean(),
                        random.nextBoolean(),
                        random.nextBoolean(),
                        random.nextBoolean(),
                        defaultOf(random, type)));
            }
            List<Index> indexes = List.of(new Index("x" + Samples.text(random, 4), List.of("id", "f"), i == 0));
            List<Relation> relations = List.of(new Relation("r", "E0", "f", random.nextBoolean()));
            entities.add(new Entity("E" + i, fields, indexes, relations, random.nextBoolean()));
        }
        return new Schema(entities);
    }

    private static FieldType type(Random random, int entities) {
        return switch (random.nextInt(9)) {
            case 0 -> FieldType.INT;
            case 1 -> FieldType.FLOAT;
            case 2 -> FieldType.BOOL;
            case 3 -> FieldType.DATETIME;
            case 4 -> FieldType.RICHTEXT;
            case 5 -> FieldType.JSON;
            case 6 -> FieldType.reference("E" + random.nextInt(entities));
            case 7 -> FieldType.enumOf(List.of("a", Samples.text(random, 6) + "b"));
            default -> FieldType.STRING;
        };
    }

    private static Optional<FieldDefault> defaultOf(Random random, FieldType type) {
        return switch (random.nextInt(4)) {
            case 0 -> Optional.of(new FieldDefault.Now());
            case 1 -> Optional.of(new FieldDefault.FromAuth("userId"));
            case 2 -> Optional.of(new FieldDefault.Literal(Samples.value(random, type)));
            default -> Optional.empty();
        };
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "{}",
                "{\"format\":2,\"entities\":[]}",
                "{\"format\":1}",
                "{\"format\":1,\"entities\":[7]}",
                "{\"format\":1,\"entities\":[{\"name\":\"A\"}]}",
                "{\"format\":1,\"entities\":[{\"name\":\"A\",\"replicated\":true,\"fields\":[{\"name\":\"x\",\"type\":\"nope\"}],\"indexes\":[],\"relations\":[]}]}",
            })
    void foreignSchema_isRefused(String text) {
        assertThat(Refusals.of(() -> SchemaCodec.decode(text)).code()).isEqualTo(ErrorCode.INVALID_DATA);
    }

    @Test
    void errorBody_hasTheEnvelope() {
        LynchetException error = new LynchetException(
                ErrorCode.INVALID_DATA,
                "2 \"problems\"",
                List.of(
                        new Problem("$.a", ErrorCode.INVALID_VALUE, "m"),
                        new Problem("$", ErrorCode.INVALID_COLUMN, "n")));
        assertThat(new String(ErrorBody.of(error, "r-1"), java.nio.charset.StandardCharsets.UTF_8))
                .isEqualTo("{\"error\":{\"code\":\"INVALID_DATA\",\"message\":\"2 \\\"problems\\\"\","
                        + "\"hint\":\"details list every problem with its path.\",\"details\":["
                        + "{\"path\":\"$.a\",\"code\":\"INVALID_VALUE\",\"message\":\"m\"},"
                        + "{\"path\":\"$\",\"code\":\"INVALID_COLUMN\",\"message\":\"n\"}],\"id\":\"r-1\"}}");
        assertThat(ErrorBody.of(new LynchetException(ErrorCode.NOT_FOUND, "gone"), null))
                .isEqualTo(utf8("{\"error\":{\"code\":\"NOT_FOUND\",\"message\":\"gone\"}}"));
    }

    @Test
    void didYouMean_findsTheNearest() {
        List<String> known = List.of("title", "rank", "done", "createdAt", "id");
        assertThat(DidYouMean.nearest("titel", known)).contains("title");
        assertThat(DidYouMean.nearest("Rank", known)).contains("rank");
        assertThat(DidYouMean.nearest("createdat", known)).contains("createdAt");
        assertThat(DidYouMean.nearest("dnoe", known)).contains("done");
        assertThat(DidYouMean.nearest("xyz", known)).isEmpty();
        assertThat(DidYouMean.nearest("", known)).isEmpty();
        assertThat(DidYouMean.nearest("x".repeat(100_000), known)).isEmpty();
        assertThat(DidYouMean.hint("titel", known)).isEqualTo(" (did you mean \"title\"?)");
        assertThat(DidYouMean.hint("zzz", known)).isEmpty();
        assertThat(DidYouMean.sentence("titel", known)).isEqualTo(" Did you mean title?");
        assertThat(DidYouMean.sentence("zzz", known)).isEmpty();
    }
}
