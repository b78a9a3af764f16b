// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.json.row;

import static io.lynchet.json.Samples.TODO;
import static io.lynchet.json.Samples.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.JsonText;
import io.lynchet.api.LynchetException;
import io.lynchet.api.row.Draft;
import io.lynchet.api.row.Row;
import io.lynchet.api.schema.Field;
import io.lynchet.json.JsonLimits;
import io.lynchet.json.JsonNode;
import io.lynchet.json.JsonTree;
import io.lynchet.json.JsonWriter;
import io.lynchet.json.Refusals;
import io.lynchet.json.Samples;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DraftReaderTest {
    private static final String MINTED = "000000000000000018ea8ebb4bd6261500000000";

    private static Draft read(String body) {
        return DraftReader.read(utf8(body), TODO, DraftRules.CALLER);
    }

    private static Draft readTree(String body) {
        return DraftReader.read(JsonTree.read(utf8(body)), TODO, DraftRules.CALLER);
    }

    @Test
    void read_ofEveryType_givesRowValues() {
        Draft draft = read(
                "{\"title\":\"a\",\"rank\":5,\"price\":2,\"done\":true,\"dueAt\":\"2026-01-02T03:04:05+01:00\","
                        + "\"notes\":\"n\",\"meta\":{ \"b\" : [1.10, \"\\u00e9\"] },\"owner\":\"u1\",\"state\":\"shut\"}");
        assertThat(draft.toRow().values())
                .containsExactly(
                        null,
                        "a",
                        5L,
                        2.0,
                        true,
                        Instant.parse("2026-01-02T02:04:05Z"),
                        "n",
                        new JsonText("{\"b\":[1.10,\"é\"]}"),
                        "u1",
                        "shut",
                        null);
        assertThat(draft.names(TODO.id())).isFalse();
        assertThat(draft.names(TODO.fieldOrNull("secret"))).isFalse();
    }

    @Test
    void read_ofNull_namesTheField() {
        Draft draft = read("{\"rank\":null,\"meta\":null}");
        assertThat(draft.names(TODO.fieldOrNull("rank"))).isTrue();
        assertThat(draft.names(TODO.fieldOrNull("meta"))).isTrue();
        assertThat(draft.get(TODO.fieldOrNull("meta"))).isNull();
        assertThat(draft.names(TODO.fieldOrNull("title"))).isFalse();
        assertThat(read("{}").isEmpty()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "rank|5|5",
                "rank|5.0|5",
                "rank|5e2|500",
                "rank|-0|0",
                "rank|-0.0|0",
                "rank|0e999999999999|0",
                "rank|9223372036854775807|9223372036854775807",
                "rank|-9223372036854775808|-9223372036854775808",
                "rank|922337203685477580.7e1|9223372036854775807",
                "price|5|5.0",
                "price|-0.0|0.0",
                "price|-0|0.0",
                "price|1e-400|0.0",
                "price|9007199254740993|9.007199254740992E15",
                "price|123456789012345678901234567890|1.2345678901234568E29",
                "price|1.7976931348623157e308|1.7976931348623157E308",
                "done|false|false",
                "title|\"\"|``",
                "title|\"\\u0000\"|`\0`",
            })
    void read_takes(String field, String json, String value) {
        String body = "{\"" + field + "\":" + json + "}";
        assertThat(String.valueOf(read(body).get(TODO.fieldOrNull(field)))).isEqualTo(value);
        assertThat(String.valueOf(readTree(body).get(TODO.fieldOrNull(field)))).isEqualTo(value);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "title|1|a string; this is a number",
                "title|true|a string; this is a boolean",
                "title|[]|a string; this is an array",
                "title|{\"a\":[1]}|a string; this is an object",
                "rank|\"5\"|a whole number of 64 bits; this is a string",
                "rank|1.5|a whole number of 64 bits; this is a number that is not",
                "rank|1e-1|a whole number of 64 bits",
                "rank|9223372036854775808|a whole number of 64 bits",
                "rank|-9223372036854775809|a whole number of 64 bits",
                "rank|1e19|a whole number of 64 bits",
                "rank|1e999999999|a whole number of 64 bits",
                "rank|1e99999999999999|a whole number of 64 bits",
                "rank|1e-999999999|a whole number of 64 bits",
                "rank|true|a whole number of 64 bits",
                "price|\"1\"|a number",
                "price|1e400|a number in the range of a 64-bit float",
                "price|-1e400|a number in the range of a 64-bit float",
                "done|0|true or false; this is a number",
                "done|\"true\"|true or false",
                "dueAt|1767225600|a date and time with zone",
                "dueAt|\"2026-01-02\"|a date and time with zone",
                "owner|\"\"|the id of a User",
                "owner|1|the id of a User",
                "state|\"Open\"|one of \"open\", \"shut\", \"ünklar\"; this is a string that is not",
                "state|0|one of",
            })
    void read_refuses(String field, String json, String part) {
        String body = "{\"" + field + "\":" + json + ",\"title\":null}".replace("\"title\":null", "\"notes\":null");
        for (LynchetException refusal :
                java.util.List.of(Refusals.of(() -> read(body)), Refusals.of(() -> readTree(body)))) {
            assertThat(refusal.code()).isEqualTo(ErrorCode.INVALID_VALUE);
            assertThat(refusal.getMessage())
                    .startsWith("The field " + field + " takes ")
                    .contains(part);
            assertThat(refusal.problems())
                    .singleElement()
                    .satisfies(problem -> assertThat(problem.path()).isEqualTo("$." + field));
        }
    }

    @Test
    void read_collectsAllProblemsInOrder() {
        String body = "{\"rnak\":1,\"rank\":\"x\",\"odd name\":{\"a\":[]},\"done\":7,\"id\":\"no\"}";
        assertThat(Refusals.places(() -> read(body)))
                .containsExactly(
                        "INVALID_COLUMN $.rnak",
                        "INVALID_VALUE $.rank",
                        "INVALID_COLUMN $[\"odd name\"]",
                        "INVALID_VALUE $.done",
                        "INVALID_ID $.id");
        assertThat(Refusals.places(() -> readTree(body))).isEqualTo(Refusals.places(() -> read(body)));
        assertThat(Refusals.of(() -> read(body)).code()).isEqualTo(ErrorCode.INVALID_DATA);
    }

    @Test
    void unknownColumn_listsTheColumnsAndSuggests() {
        assertThat(Refusals.of(() -> read("{\"rnak\":1}")))
                .hasMessage(
                        "Unknown column \"rnak\" -- valid columns: id, title, rank, price, done, dueAt, notes, meta, owner,"
                                + " state (did you mean \"rank\"?)");
    }

    @Test
    void serverOnlyField_isUnknownToCallers_andKnownToAdmins() {
        byte[] body = utf8("{\"secret\":\"s\"}");
        assertThat(Refusals.of(() -> DraftReader.read(body, TODO, DraftRules.CALLER))
                        .getMessage())
                .startsWith("Unknown column \"secret\"")
                .doesNotContain("owner, state, secret");
        assertThat(DraftReader.read(body, TODO, DraftRules.ADMIN).get(TODO.fieldOrNull("secret")))
                .isEqualTo("s");
    }

    @ParameterizedTest
    @CsvSource({
        MINTED + ", true, true",
        "18EA8EBB4BD6261500000000000000000000000A, false, true",
        "000000000000000018ea8ebb4bd626150000000, false, true",
        "00000000000000000000000000000000000000000, false, true",
        "00000000000000000000000000000000000000g0, false, true",
        "u1, false, true",
        "'', false, false",
    })
    void id_isCheckedAsTheRulesSay(String id, boolean forCaller, boolean forImport) {
        byte[] body = utf8("{\"id\":\"" + id + "\"}");
        assertThat(accepts(body, DraftRules.CALLER)).isEqualTo(forCaller);
        assertThat(accepts(body, DraftRules.ADMIN)).isEqualTo(forCaller);
        assertThat(accepts(body, DraftRules.IMPORT)).isEqualTo(forImport);
        assertThat(accepts(utf8("{\"id\":null}"), DraftRules.IMPORT)).isFalse();
        assertThat(accepts(utf8("{\"id\":7}"), DraftRules.IMPORT)).isFalse();
    }

    private static boolean accepts(byte[] body, DraftRules rules) {
        try {
            return DraftReader.read(body, TODO, rules).id() != null;
        } catch (LynchetException e) {
            assertThat(e.code()).isEqualTo(ErrorCode.INVALID_ID);
            return false;
        }
    }

    @ParameterizedTest
    @CsvSource({
        "[], an array",
        "null, null",
        "1, a number",
        "true, a boolean",
        "\"x\", a string",
        "'[{\"a\":[1]}]', an array"
    })
    void whatIsNoObject_isInvalidData(String body, String kind) {
        LynchetException refusal = Refusals.of(() -> read(body));
        assertThat(refusal.code()).isEqualTo(ErrorCode.INVALID_DATA);
        assertThat(refusal).hasMessage("The data must be a JSON object; this is " + kind);
        assertThat(Refusals.of(() -> readTree(body))).hasMessage(refusal.getMessage());
    }

    @Test
    void malformedJson_winsOverProblems() {
        for (String body : java.util.List.of(
                "{\"zzz\":1,",
                "{\"rank\":1,\"rank\":2}",
                "{\"zzz\":1,\"zzz\":2}",
                "{\"zzz\":{\"a\":1,\"a\":1}}",
                "{\"meta\":{\"a\":1,\"a\":1}}",
                "{\"meta\":\"\\ud800\"}",
                "{\"zzz\":\"\\ud800\"}",
                "{\"title\":\"\\udc00\"}",
                "{\"title\":1}x",
                "[}",
                "")) {
            assertThat(Refusals.of(() -> read(body)).code()).as(body).isEqualTo(ErrorCode.INVALID_JSON);
        }
    }

    @Test
    void problems_areLimited() {
        StringBuilder body = new StringBuilder("{\"a0\":1");
        for (int i = 1; i < 100_000; i++) {
            body.append(",\"a").append(i).append("\":1");
        }
        assertThat(Refusals.of(() -> read(body + "}")).problems()).hasSize(JsonLimits.PROBLEMS_MAX);
    }

    @Test
    void pathRoot_isAsGiven() {
        assertThat(Refusals.places(() -> DraftReader.read(utf8("{\"x\":1}"), TODO, DraftRules.CALLER, "line 3: $")))
                .containsExactly("INVALID_COLUMN line 3: $.x");
        JsonNode node = ((JsonNode.ObjectNode) JsonTree.read(utf8("{\"ops\":{\"rank\":\"\"}}"))).get("ops");
        assertThat(Refusals.places(() -> DraftReader.read(node, TODO, DraftRules.CALLER)))
                .containsExactly("INVALID_VALUE $.ops.rank");
    }

    @Test
    void writtenRow_readsBackAsTheSameRow() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 3_000; i++) {
            Row row = Samples.row(random, TODO);
            byte[] body = new JsonWriter().row(row, true).toBytes();
            Draft streamed = DraftReader.read(body, TODO, DraftRules.IMPORT);
            Draft treed = DraftReader.read(JsonTree.read(body), TODO, DraftRules.IMPORT);
            assertThat(streamed.toRow()).as("seed %d", seed).isEqualTo(row);
            assertThat(treed.toRow()).as("seed %d", seed).isEqualTo(row);
            for (Field field : TODO.fields()) {
                assertThat(streamed.names(field)).isTrue();
            }
        }
    }
}
