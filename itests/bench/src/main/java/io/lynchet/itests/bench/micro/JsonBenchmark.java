// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.itests.bench.micro;

import io.lynchet.api.row.Draft;
import io.lynchet.api.row.Row;
import io.lynchet.json.JsonWriter;
import io.lynchet.json.query.QueryReader;
import io.lynchet.json.query.QueryRequest;
import io.lynchet.json.row.DraftReader;
import io.lynchet.json.row.DraftRules;
import io.lynchet.json.row.RowCodec;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The JSON work of one request: an insert's body in, a row or a page out, a log entry in and out. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class JsonBenchmark {

    private static final int PAGE = 20;

    private final Row[] rows = TodoRows.rows();
    private final byte[] insert = utf8("{\"title\":\"buy 12 bottles of milk\",\"done\":false,\"owner\":\"user-7\","
            + "\"rank\":17,\"price\":12.5,\"dueAt\":\"2026-03-04T05:06:07Z\"}");
    private final byte[] query = utf8("{\"owner\":\"user-7\",\"rank\":{\"$gte\":10,\"$lt\":90},"
            + "\"$order\":{\"rank\":\"desc\"},\"$limit\":20}");
    private final byte[] logEntry = RowCodec.encode(rows[1]);
    private int next;

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private Row row() {
        next = (next + 1) & (TodoRows.COUNT - 1);
        return rows[next];
    }

    @Benchmark
    public Draft readInsert() {
        return DraftReader.read(insert, TodoRows.ENTITY, DraftRules.CALLER);
    }

    @Benchmark
    public QueryRequest readQuery() {
        return QueryReader.read(query, TodoRows.ENTITY, false);
    }

    @Benchmark
    public byte[] writeRow() {
        return new JsonWriter().row(row(), false).toBytes();
    }

    @Benchmark
    public byte[] writePageOfTwenty() {
        JsonWriter json = new JsonWriter(4096).beginArray();
        for (int i = 0; i < PAGE; i++) {
            json.row(row(), false);
        }
        return json.endArray().toBytes();
    }

    @Benchmark
    public byte[] encodeLogEntry() {
        return RowCodec.encode(row());
    }

    @Benchmark
    public Row decodeLogEntry() {
        return RowCodec.decode(logEntry, TodoRows.ENTITY);
    }
}
