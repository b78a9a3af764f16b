// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.json;

import static io.lynchet.json.Samples.SCHEMA;
import static io.lynchet.json.Samples.TODO;
import static io.lynchet.json.Samples.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.api.LynchetException;
import io.lynchet.api.Problem;
import io.lynchet.api.query.RowSource;
import io.lynchet.api.query.Scope;
import io.lynchet.api.row.Row;
import io.lynchet.json.query.AggregateReader;
import io.lynchet.json.query.FilterReader;
import io.lynchet.json.query.GraphQueryReader;
import io.lynchet.json.query.QueryReader;
import io.lynchet.json.query.QueryRequest;
import io.lynchet.json.row.DraftReader;
import io.lynchet.json.row.DraftRules;
import io.lynchet.json.row.RowCodec;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Whatever comes in, readers answer with a value or with an error of the caller. */
class HostileInputTest {
    private static final int ROUNDS = 20_000 * Integer.getInteger("lynchet.rounds.scale", 1);

    private static final List<String> WORDS = List.of(
            "id",
            "title",
            "rank",
            "price",
            "done",
            "dueAt",
            "meta",
            "owner",
            "state",
            "secret",
            "zzz",
            "",
            "$and",
            "$or",
            "$not",
            "$eq",
            "$ne",
            "$gt",
            "$lt",
            "$in",
            "$nin",
            "$like",
            "$contains",
            "$exists",
            "$order",
            "$limit",
            "$offset",
            "$bogus",
            "Todo",
            "User",
            "_key",
            "where",
            "include",
            "order",
            "limit",
            "offset",
            "author",
            "todos",
            "count",
            "sum",
            "avg",
            "min",
            "max",
            "countDistinct",
            "groupBy",
            "field",
            "bucket",
            "day",
            "week",
            "asc",
            "desc",
            "*",
            "open",
            "true",
            "null",
            "2026-01-02T03:04:05Z",
            "a".repeat(300),
            "é😀\u0000");

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);

    /** A document whose words are those of queries, but anywhere. */
    private void append(JsonWriter to, int depth) {
        switch (random.nextInt(depth > 0 ? 12 : 7)) {
            case 0 -> to.value(word());
            case 1 -> to.value(random.nextInt(4) - 1);
            case 2 -> to.value(random.nextBoolean());
            case 3 -> to.nullValue();
            case 4 -> to.value(Samples.finite(random));
            case 5 ->
                to.literal(List.of("1e400", "-0.0", "1e-999999999", "9".repeat(99), "1.0")
                        .get(random.nextInt(5)));
            case 6 -> to.value(random.nextLong());
            case 7, 8 -> {
                to.beginArray();
                for (int i = random.nextInt(4); i > 0; i--) {
                    append(to, depth - 1);
                }
                to.endArray();
            }
            default -> object(to, depth);
        }
    }

    private void object(JsonWriter to, int depth) {
        to.beginObject();
        int first = random.nextInt(WORDS.size());
        int step = 1 + random.nextInt(5);
        for (int i = random.nextInt(5); i > 0; i--) {
            to.name(WORDS.get((first + i * step) % WORDS.size()));
            append(to, depth - 1);
        }
        to.endObject();
    }

    private String word() {
        return WORDS.get(random.nextInt(WORDS.size()));
    }

    private byte[] document() {
        JsonWriter to = new JsonWriter();
        object(to, 5);
        return to.toBytes();
    }

    /** What a reader made of it: its value, or the problems of a refusal that is the caller's fault. */
    private Object outcome(byte[] body, Supplier<Object> reading) {
        try {
            return reading.get();
        } catch (LynchetException e) {
            // Plain conditions, since this runs a hundred thousand times.
            boolean answer = e.code().status() < 500
                    && !e.getMessage().isBlank()
                    && e.problems().size() <= JsonLimits.PROBLEMS_MAX
                    && ErrorBody.of(e, "r").length > 0;
            if (!answer) {
                throw new AssertionError("seed " + seed + ", " + new String(body), e);
            }
            return e.problems().stream().map(Problem::toString).toList();
        } catch (RuntimeException e) {
            throw new AssertionError("seed " + seed + ", " + new String(body), e);
        }
    }

    @Test
    void questions_ofAnyShape_areAnsweredOrRefused() {
        Row row = Samples.row(random, TODO);
        int understood = 0;
        for (int i = 0; i < ROUNDS; i++) {
            byte[] body = document();
            boolean admin = random.nextBoolean();
            Object query = outcome(body, () -> QueryReader.read(body, TODO, admin));
            if (query instanceof QueryRequest request) {
                request.filter().matches(Scope.of(row, RowSource.NONE));
                understood++;
            }
            outcome(body, () -> GraphQueryReader.read(body, SCHEMA, admin));
            outcome(body, () -> AggregateReader.read(body, TODO, admin));
            outcome(body, () -> FilterReader.parameters(Map.of(word(), List.of(word())), TODO, admin));
        }
        assertThat(understood).as("queries understood").isGreaterThan(ROUNDS / 100);
    }

    @Test
    void drafts_ofAnyShape_areReadAlikeFromStreamAndTree() {
        int read = 0;
        for (int i = 0; i < ROUNDS; i++) {
            byte[] body = document();
            DraftRules rules = List.of(DraftRules.CALLER, DraftRules.ADMIN, DraftRules.IMPORT)
                    .get(random.nextInt(3));
            Object streamed =
                    outcome(body, () -> DraftReader.read(body, TODO, rules).toRow());
            Object treed = outcome(
                    body,
                    () -> DraftReader.read(JsonTree.read(body), TODO, rules).toRow());
            if (!streamed.equals(treed)) {
                assertThat(streamed).as("seed %d, %s", seed, new String(body)).isEqualTo(treed);
            }
            if (streamed instanceof Row row) {
                read++;
                assertThat(RowCodec.decode(RowCodec.encode(row), TODO)).isEqualTo(row);
            }
        }
        assertThat(read).as("drafts read").isGreaterThan(ROUNDS / 100);
    }

    @Test
    void damagedDocuments_areRefusedByTheSamePlaceInStreamAndTree() {
        for (int i = 0; i < ROUNDS; i++) {
            byte[] body = document();
            body[random.nextInt(body.length)] = (byte) random.nextInt(256);
            Object streamed = outcome(
                    body,
                    () -> refusalOrRow(
                            () -> DraftReader.read(body, TODO, DraftRules.ADMIN).toRow()));
            Object treed = outcome(
                    body,
                    () -> refusalOrRow(() -> DraftReader.read(JsonTree.read(body), TODO, DraftRules.ADMIN)
                            .toRow()));
            if (!streamed.equals(treed)) {
                assertThat(streamed).as("seed %d, %s", seed, new String(body)).isEqualTo(treed);
            }
        }
    }

    private static Object refusalOrRow(Supplier<Row> reading) {
        try {
            return reading.get();
        } catch (LynchetException e) {
            return e.code() + " " + e.getMessage();
        }
    }

    @Test
    void storedRows_thatAreDamaged_areReadOrRefused() {
        for (int i = 0; i < ROUNDS; i++) {
            byte[] stored = RowCodec.encode(Samples.row(random, TODO));
            stored[random.nextInt(stored.length)] = (byte) random.nextInt(256);
            outcome(stored, () -> RowCodec.decode(stored, TODO));
        }
        assertThat(Refusals.of(() -> RowCodec.decode(utf8("{"), TODO)).getMessage())
                .startsWith("Line 1, column 2: ");
    }
}
