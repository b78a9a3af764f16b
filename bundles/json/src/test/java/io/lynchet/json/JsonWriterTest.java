// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.json;

import static io.lynchet.json.Samples.TODO;
import static io.lynchet.json.Samples.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lynchet.api.JsonText;
import io.lynchet.api.row.Row;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonWriterTest {
    @Test
    void commas_comeByThemselves() {
        JsonWriter writer = new JsonWriter(1);
        writer.beginObject()
                .name("a")
                .beginArray()
                .endArray()
                .name("b")
                .beginArray()
                .value(1)
                .value("x")
                .nullValue();
        writer.value(true)
                .beginObject()
                .endObject()
                .beginObject()
                .name("c")
                .value(2.5)
                .endObject()
                .endArray();
        writer.name("d")
                .value(new JsonText("[1,2]"))
                .name("e")
                .bytes(utf8("{}"))
                .endObject();
        assertThat(writer.toString())
                .isEqualTo("{\"a\":[],\"b\":[1,\"x\",null,true,{},{\"c\":2.5}],\"d\":[1,2],\"e\":{}}");
        assertThat(writer.size()).isEqualTo(writer.toBytes().length);
    }

    @Test
    void newLine_beginsANewText() {
        assertThat(new JsonWriter()
                        .value(1)
                        .newLine()
                        .beginObject()
                        .endObject()
                        .newLine()
                        .toString())
                .isEqualTo("1\n{}\n");
    }

    @Test
    void reset_forgetsEverything() throws IOException {
        JsonWriter writer = new JsonWriter().value("x".repeat(3_000_000));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        writer.writeTo(out);
        assertThat(out.size()).isEqualTo(3_000_002);
        assertThat(writer.reset().value(7).toString()).isEqualTo("7");
    }

    @ParameterizedTest
    @CsvSource({
        "0.0, 0.0",
        "-0.0, -0.0",
        "5, 5.0",
        "-5, -5.0",
        "0.1, 0.1",
        "1e14, 100000000000000.0",
        "999999999999999, 999999999999999.0",
        "1e15, 1.0E15",
        "1e22, 1.0E22",
        "1e23, 1.0E23",
        "2e-3, 0.002",
        "1.234e-7, 1.234E-7",
        // The platform of 17 prints one digit too many for these.
        "2e23, 2.0E23",
        "2.2250738585072014E-308, 2.2250738585072014E-308",
        "4.9e-324, 4.9E-324",
        "2.0E-44, 2.0E-44",
        "1.7976931348623157e308, 1.7976931348623157E308",
    })
    void double_isShortAndKeepsItsFraction(double value, String text) {
        assertThat(new JsonWriter().value(value).toString()).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void double_thatJsonLacks_isRefused(double value) {
        assertThatThrownBy(() -> new JsonWriter().value(value)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void numbers_readBackExactly() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            double number = Samples.finite(random);
            String text = new JsonWriter().value(number).toString();
            assertThat(Double.parseDouble(text)).as("seed %d", seed).isEqualTo(number);
            long whole = random.nextLong() >> random.nextInt(64);
            assertThat(new JsonWriter().value(whole).toString()).isEqualTo(Long.toString(whole));
        }
        assertThat(new JsonWriter().value(Long.MIN_VALUE).toString()).isEqualTo(Long.toString(Long.MIN_VALUE));
    }

    @Test
    void string_isEscapedAsFarAsJsonDemands() {
        assertThat(new JsonWriter()
                        .value("\"\\/\b\f\n\r\t\u0000\u001f\u007fé\u2028\uffff😀")
                        .toString())
                .isEqualTo("\"\\\"\\\\/\\b\\f\\n\\r\\t\\u0000\\u001f\u007fé\u2028\uffff😀\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\ud800", "\udc00", "a\ud800b", "\udc00\ud800", "\ud83d\ud83d\ude00"})
    void string_withHalfAPair_getsAReplacement(String text) {
        byte[] bytes = new JsonWriter().value(text).toBytes();
        String back = new String(bytes, StandardCharsets.UTF_8);
        assertThat(back).contains("\ufffd");
        assertThat(JsonTree.read(bytes).plain()).isEqualTo(back.substring(1, back.length() - 1));
        assertThat(JsonLimits.isWellFormed(text)).isFalse();
    }

    @Test
    void anyJson_readsBackAsTheSame() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        JsonWriter writer = new JsonWriter(16);
        for (int i = 0; i < 5_000; i++) {
            Object value = Samples.json(random, 5);
            byte[] text = writer.reset().value(value).toBytes();
            assertThat(JsonTree.read(text).plain()).as("seed %d", seed).isEqualTo(value);
            assertThat(new String(text, StandardCharsets.UTF_8)).isEqualTo(writer.toString());
        }
    }

    @Test
    void value_ofAnyKind_isWritten() {
        Map<String, Object> map = new java.util.LinkedHashMap<>();
        map.put("at", Instant.parse("2026-01-02T03:04:05.120Z"));
        map.put("n", 7);
        map.put("none", null);
        map.put("list", Arrays.asList(1L, null, "x"));
        assertThat(new JsonWriter().value((Object) map).toString())
                .isEqualTo("{\"at\":\"2026-01-02T03:04:05.120Z\",\"n\":7,\"none\":null,\"list\":[1,null,\"x\"]}");
        assertThatThrownBy(() -> new JsonWriter().value(new Object())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new JsonWriter().value(Instant.MAX)).isInstanceOf(IllegalArgumentException.class);
        assertThat(new JsonWriter()
                        .value((Instant) null)
                        .value((String) null)
                        .value((JsonText) null)
                        .toString())
                .isEqualTo("null,null,null");
    }

    @Test
    void row_leavesServerOnlyFieldsToAdmins() {
        Row row = Row.owning(TODO, new Object[] {
            "i", "a\"b", 1L, 2.0, false, Instant.EPOCH, null, new JsonText("{\"x\":[]}"), null, "open", "hush"
        });
        String common = "\"id\":\"i\",\"title\":\"a\\\"b\",\"rank\":1,\"price\":2.0,\"done\":false,"
                + "\"dueAt\":\"1970-01-01T00:00:00Z\",\"notes\":null,\"meta\":{\"x\":[]},\"owner\":null,\"state\":\"open\"";
        assertThat(new JsonWriter().row(row, false).toString()).isEqualTo("{" + common + "}");
        assertThat(new JsonWriter().row(row, true).toString()).isEqualTo("{" + common + ",\"secret\":\"hush\"}");
        JsonWriter more = new JsonWriter().beginArray().beginObject().columns(row, false);
        more.name("author").nullValue().endObject().row(row, false).endArray();
        assertThat(more.toString()).isEqualTo("[{" + common + ",\"author\":null},{" + common + "}]");
    }

    @Test
    void rows_ofManyEntities_useTheirOwnNames() {
        List<String> texts = new ArrayList<>();
        JsonWriter writer = new JsonWriter();
        for (int i = 0; i < 3_000; i++) {
            io.lynchet.api.schema.Entity entity = new io.lynchet.api.schema.Entity(
                    "E",
                    List.of(io.lynchet.api.schema.Field.of("f" + i, io.lynchet.api.schema.FieldType.INT, true)),
                    List.of(),
                    List.of(),
                    true);
            texts.add(writer.reset()
                    .row(Row.owning(entity, new Object[] {"i", 1L}), false)
                    .toString());
        }
        assertThat(texts.get(0)).isEqualTo("{\"id\":\"i\",\"f0\":1}");
        assertThat(texts.get(2_999)).isEqualTo("{\"id\":\"i\",\"f2999\":1}");
    }
}
