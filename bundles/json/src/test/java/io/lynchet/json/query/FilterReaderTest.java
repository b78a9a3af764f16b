// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.json.query;

import static io.lynchet.json.Samples.TODO;
import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.JsonText;
import io.lynchet.api.query.Filter;
import io.lynchet.api.query.RowSource;
import io.lynchet.api.query.Scope;
import io.lynchet.api.row.Row;
import io.lynchet.json.Refusals;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FilterReaderTest {
    /** One row with values everywhere, one with nulls wherever it may. */
    private static final Row FULL = Row.owning(TODO, new Object[] {
        "a1",
        "Alpha % One",
        5L,
        1.5,
        true,
        Instant.parse("2026-01-02T03:04:05.123456Z"),
        "notes",
        new JsonText("{}"),
        "u1",
        "open",
        "s"
    });

    private static final Row BARE =
            Row.owning(TODO, new Object[] {"b2", "beta", null, null, null, null, null, null, null, null, null});

    /** Which of the two match: {@code full}, {@code bare}, {@code both}, {@code none}. */
    private static String matching(Filter filter) {
        boolean full = filter.matches(Scope.of(FULL, RowSource.NONE));
        boolean bare = filter.matches(Scope.of(BARE, RowSource.NONE));
        return full ? bare ? "both" : "full" : bare ? "bare" : "none";
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"dueAt\":\"2026-01-02T04:04:05.123456789+01:00\"}|none",
                "{\"dueAt\":{\"$lt\":\"2026-01-02T03:04:05.1234560000000001Z\"}}|full",
                "{\"dueAt\":{\"$gte\":\"2026-01-02T03:04:05.1234560000000001Z\"}}|none",
                "{\"dueAt\":{\"$gt\":\"2026-01-02T03:04:05.1234559999999999Z\"}}|full",
            })
    void read_instantBetweenMicroseconds_liesThere(String where, String rows) {
        assertThat(matching(FilterReader.read(where, TODO, false))).isEqualTo(rows);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{}|both",
                "{\"rank\":5}|full",
                "{\"rank\":5.0}|full",
                "{\"rank\":5.5}|none",
                "{\"rank\":6}|none",
                "{\"rank\":null}|bare",
                "{\"rank\":{\"$eq\":5}}|full",
                "{\"rank\":{\"$eq\":null}}|bare",
                "{\"rank\":{\"$ne\":5}}|bare",
                "{\"rank\":{\"$ne\":6}}|both",
                "{\"rank\":{\"$ne\":null}}|full",
                "{\"rank\":{\"$not\":5}}|bare",
                "{\"rank\":{\"$not\":null}}|full",
                "{\"rank\":{\"$not\":{\"$gt\":4}}}|bare",
                "{\"rank\":{\"$not\":{\"$gt\":4,\"$lt\":5}}}|both",
                "{\"rank\":{\"$not\":{\"$not\":{\"$gt\":4}}}}|full",
                "{\"rank\":{\"$gt\":4.5}}|full",
                "{\"rank\":{\"$gt\":5}}|none",
                "{\"rank\":{\"$gte\":5,\"$lte\":5}}|full",
                "{\"rank\":{\"$lt\":99999999999999999999}}|full",
                "{\"rank\":{\"$lt\":6,\"$gt\":5}}|none",
                "{\"rank\":{\"$in\":[1,5]}}|full",
                "{\"rank\":{\"$in\":[]}}|none",
                "{\"rank\":{\"$in\":[null]}}|bare",
                "{\"rank\":{\"$in\":[null,5]}}|both",
                "{\"rank\":{\"$nin\":[5]}}|bare",
                "{\"rank\":{\"$nin\":[]}}|both",
                "{\"rank\":{\"$nin\":[null]}}|full",
                "{\"rank\":{\"$exists\":true}}|full",
                "{\"rank\":{\"$exists\":false}}|bare",
                "{\"meta\":null}|bare",
                "{\"meta\":{\"$ne\":null}}|full",
                "{\"meta\":{\"$exists\":true}}|full",
                "{\"price\":1.5}|full",
                "{\"price\":{\"$gt\":1}}|full",
                "{\"done\":true}|full",
                "{\"done\":{\"$ne\":true}}|bare",
                "{\"done\":{\"$gte\":false}}|full",
                "{\"dueAt\":\"2026-01-02T04:04:05.123456000+01:00\"}|full",
                "{\"dueAt\":{\"$lt\":\"2026-01-02T03:04:06Z\"}}|full",
                "{\"title\":{\"$like\":\"alpha\"}}|full",
                "{\"title\":{\"$like\":\"A%one\"}}|full",
                "{\"title\":{\"$contains\":\"a % O\"}}|full",
                "{\"title\":{\"$startsWith\":\"be\"}}|bare",
                "{\"title\":{\"$endsWith\":\"One\"}}|full",
                "{\"title\":{\"$gt\":\"a\"}}|bare",
                "{\"title\":\"\"}|none",
                "{\"owner\":\"u1\"}|full",
                "{\"owner\":{\"$startsWith\":\"\"}}|full",
                "{\"id\":\"b2\"}|bare",
                "{\"state\":\"open\"}|full",
                "{\"state\":{\"$gt\":\"nope\"}}|full",
                "{\"state\":{\"$contains\":\"pe\"}}|full",
                "{\"title\":\"beta\",\"rank\":null}|bare",
                "{\"$and\":[{\"rank\":5},{\"done\":true}]}|full",
                "{\"$or\":[{\"rank\":5},{\"title\":\"beta\"}]}|both",
                "{\"$or\":[{\"rank\":6},{}]}|both",
                "{\"$not\":{\"rank\":5}}|bare",
                "{\"$not\":{\"$or\":[{\"rank\":5},{\"rank\":null}]}}|none",
                "{\"$not\":{\"$not\":{\"rank\":5}}}|full",
                "{\"rank\":5,\"$or\":[{\"done\":true},{\"done\":false}],\"$and\":[{\"title\":{\"$ne\":\"x\"}}]}|full",
            })
    void read_matches(String where, String rows) {
        assertThat(matching(FilterReader.read(where, TODO, false))).isEqualTo(rows);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[]|INVALID_QUERY where",
                "null|INVALID_QUERY where",
                "{\"rnk\":1}|INVALID_COLUMN where.rnk",
                "{\"secret\":1}|INVALID_COLUMN where.secret",
                "{\"rank\":\"5\"}|INVALID_VALUE where.rank",
                "{\"rank\":1e999}|INVALID_VALUE where.rank",
                "{\"rank\":[5]}|INVALID_VALUE where.rank",
                "{\"price\":true}|INVALID_VALUE where.price",
                "{\"done\":1}|INVALID_VALUE where.done",
                "{\"dueAt\":\"2026-01-02\"}|INVALID_VALUE where.dueAt",
                "{\"state\":\"Open\"}|INVALID_VALUE where.state",
                "{\"state\":{\"$in\":[\"open\",\"no\"]}}|INVALID_VALUE where.state.$in[1]",
                "{\"rank\":{}}|INVALID_QUERY where.rank",
                "{\"rank\":{\"$bogus\":1}}|INVALID_QUERY where.rank.$bogus",
                "{\"rank\":{\"gt\":1}}|INVALID_QUERY where.rank.gt",
                "{\"rank\":{\"$gt\":null}}|INVALID_VALUE where.rank.$gt",
                "{\"rank\":{\"$gt\":{\"$gt\":1}}}|INVALID_VALUE where.rank.$gt",
                "{\"rank\":{\"$in\":5}}|INVALID_QUERY where.rank.$in",
                "{\"rank\":{\"$in\":[[5]]}}|INVALID_VALUE where.rank.$in[0]",
                "{\"rank\":{\"$like\":\"5\"}}|INVALID_QUERY where.rank.$like",
                "{\"title\":{\"$like\":5}}|INVALID_VALUE where.title.$like",
                "{\"title\":{\"$like\":null}}|INVALID_VALUE where.title.$like",
                "{\"rank\":{\"$exists\":1}}|INVALID_VALUE where.rank.$exists",
                "{\"rank\":{\"$not\":{}}}|INVALID_QUERY where.rank.$not",
                "{\"meta\":1}|INVALID_QUERY where.meta",
                "{\"meta\":{}}|INVALID_QUERY where.meta",
                "{\"meta\":{\"$gt\":{}}}|INVALID_QUERY where.meta.$gt",
                "{\"$or\":[]}|INVALID_QUERY where.$or",
                "{\"$or\":{}}|INVALID_QUERY where.$or",
                "{\"$and\":[1]}|INVALID_QUERY where.$and[0]",
                "{\"$not\":[]}|INVALID_QUERY where.$not",
                "{\"$nor\":[{}]}|INVALID_QUERY where.$nor",
                "{\"$limit\":1}|INVALID_QUERY where.$limit",
                "{\"$search\":\"x\"}|INVALID_QUERY where.$search",
            })
    void read_refuses(String where, String place) {
        assertThat(Refusals.places(() -> FilterReader.read(where, TODO, false))).containsExactly(place);
    }

    @Test
    void read_collectsAllProblems() {
        String where = "{\"a\":1,\"$or\":[{\"rank\":\"x\"},{\"done\":{\"$gt\":3,\"$lik\":\"\"}}]}";
        assertThat(Refusals.places(() -> FilterReader.read(where, TODO, false)))
                .containsExactly(
                        "INVALID_COLUMN where.a",
                        "INVALID_VALUE where.$or[0].rank",
                        "INVALID_VALUE where.$or[1].done.$gt",
                        "INVALID_QUERY where.$or[1].done.$lik");
        assertThat(Refusals.of(() -> FilterReader.read("{\"rank\":{\"$gtt\":1}}", TODO, false)))
                .hasMessageStartingWith("Unknown operator \"$gtt\" -- operators: $eq, $ne, ")
                .hasMessageEndingWith("(did you mean \"$gt\"?)");
    }

    @Test
    void serverOnlyField_isKnownToAdminsOnly() {
        assertThat(matching(FilterReader.read("{\"secret\":\"s\"}", TODO, true)))
                .isEqualTo("full");
        assertThat(Refusals.of(() -> FilterReader.read("{\"secret\":\"s\"}", TODO, false)))
                .hasMessageNotContaining("state, secret");
    }

    @Test
    void sizes_areLimited() {
        assertThat(matching(FilterReader.read(any(200), TODO, false))).isEqualTo("none");
        assertThat(Refusals.of(() -> FilterReader.read(any(201), TODO, false)))
                .hasMessage("There are more than 200 conditions");
        assertThat(matching(FilterReader.read(in(1_000), TODO, false))).isEqualTo("full");
        assertThat(Refusals.places(() -> FilterReader.read(in(1_001), TODO, false)))
                .containsExactly("INVALID_QUERY where.rank.$in");
        String pattern = "%a".repeat(500);
        assertThat(matching(FilterReader.read("{\"title\":{\"$like\":\"" + pattern + "\"}}", TODO, false)))
                .isEqualTo("none");
        assertThat(Refusals.places(
                        () -> FilterReader.read("{\"title\":{\"$like\":\"" + pattern + "x\"}}", TODO, false)))
                .containsExactly("INVALID_VALUE where.title.$like");
        String deep = "{\"$not\":".repeat(64) + "{}" + "}".repeat(64);
        assertThat(Refusals.of(() -> FilterReader.read(deep, TODO, false)).code())
                .isEqualTo(ErrorCode.INVALID_JSON);
    }

    // Every alternative counts twice: itself and the condition in it.
    @Test
    void costs_areLimitedInSum() {
        assertThat(matching(FilterReader.read(lists(5), TODO, false))).isEqualTo("full");
        assertThat(Refusals.of(() -> FilterReader.read(lists(6), TODO, false)))
                .hasMessage("There are more than 5000 values in lists in all conditions together");
        assertThat(matching(FilterReader.read(patterns(40), TODO, false))).isEqualTo("none");
        assertThat(Refusals.of(() -> FilterReader.read(patterns(41), TODO, false)))
                .hasMessage("There are more than 4000 characters in texts that are searched for in all conditions"
                        + " together");
    }

    private static String lists(int count) {
        return "{\"$or\":[" + String.join(",", Collections.nCopies(count, in(1_000))) + "]}";
    }

    private static String patterns(int count) {
        String like = "{\"title\":{\"$like\":\"" + "a_%x".repeat(25) + "\"}}";
        return "{\"$or\":[" + String.join(",", Collections.nCopies(count, like)) + "]}";
    }

    private static String any(int conditions) {
        return "{\"$or\":[" + String.join(",", Collections.nCopies(conditions / 2, "{\"title\":\"x\"}"))
                + (conditions % 2 == 1 ? ",{}" : "") + "]}";
    }

    private static String in(int values) {
        return java.util.stream.IntStream.range(0, values)
                .mapToObj(Integer::toString)
                .collect(Collectors.joining(",", "{\"rank\":{\"$in\":[", "]}}"));
    }

    @ParameterizedTest
    @CsvSource({
        "rank, 5, full",
        "rank, 5.0, full",
        "rank, null, bare",
        "price, 1.5, full",
        "done, true, full",
        "done, null, bare",
        "dueAt, 2026-01-02T03:04:05.123456Z, full",
        "title, beta, bare",
        "title, null, none",
        "meta, null, bare",
        "owner, u1, full",
        "state, open, full",
    })
    void parameters_match(String name, String text, String rows) {
        assertThat(matching(FilterReader.parameters(Map.of(name, List.of(text)), TODO, false)))
                .isEqualTo(rows);
    }

    @ParameterizedTest
    @CsvSource({
        "rank, '', INVALID_VALUE rank",
        "rank, +5, INVALID_VALUE rank",
        "rank, 05, INVALID_VALUE rank",
        "rank, 0x5, INVALID_VALUE rank",
        "rank, ' 5', INVALID_VALUE rank",
        "rank, 1.5, INVALID_VALUE rank",
        "price, NaN, INVALID_VALUE price",
        "price, 1d, INVALID_VALUE price",
        "done, TRUE, INVALID_VALUE done",
        "done, 1, INVALID_VALUE done",
        "meta, '{}', INVALID_VALUE meta",
        "state, x, INVALID_VALUE state",
        "zzz, 1, INVALID_COLUMN zzz",
        "secret, s, INVALID_COLUMN secret",
    })
    void parameters_refuse(String name, String text, String place) {
        assertThat(Refusals.places(() -> FilterReader.parameters(Map.of(name, List.of(text)), TODO, false)))
                .containsExactly(place);
    }

    @Test
    void parameters_areAllRequired_andNotRepeated() {
        assertThat(matching(
                        FilterReader.parameters(Map.of("rank", List.of("5"), "done", List.of("false")), TODO, false)))
                .isEqualTo("none");
        assertThat(Refusals.places(() -> FilterReader.parameters(Map.of("rank", Arrays.asList("5", "5")), TODO, false)))
                .containsExactly("INVALID_PARAMETER rank");
        assertThat(matching(FilterReader.parameters(Map.of(), TODO, false))).isEqualTo("both");
    }
}
