// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.itests.bench.micro;

import io.lynchet.api.row.Draft;
import io.lynchet.api.row.Row;
import io.lynchet.api.schema.Entity;
import io.lynchet.api.schema.Field;
import io.lynchet.api.schema.FieldType;
import io.lynchet.api.schema.Index;
import io.lynchet.api.schema.Schema;
import java.time.Instant;
import java.util.List;
import java.util.Random;

/** An entity of eight fields and rows of it, the same for each benchmark. */
final class TodoRows {

    /** A power of two, so that an index wraps with a mask. */
    static final int COUNT = 1024;

    static final Entity ENTITY = new Entity(
            "Todo",
            List.of(
                    Field.of("title", FieldType.STRING, false),
                    Field.of("done", FieldType.BOOL, false),
                    Field.of("owner", FieldType.STRING, true),
                    Field.of("rank", FieldType.INT, true),
                    Field.of("price", FieldType.FLOAT, true),
                    Field.of("team", FieldType.STRING, true),
                    Field.of("dueAt", FieldType.DATETIME, true)),
            List.of(new Index("by_owner", List.of("owner"), false)),
            List.of(),
            true);

    static final Schema SCHEMA = new Schema(List.of(ENTITY));

    private TodoRows() {}

    /** Rows of 50 owners in 8 teams; every tenth has no owner. */
    static Row[] rows() {
        Random random = new Random(42);
        Row[] rows = new Row[COUNT];
        for (int i = 0; i < COUNT; i++) {
            Draft draft = new Draft(ENTITY)
                    .set("id", String.format("%040x", i))
                    .set("title", "buy " + random.nextInt(1000) + " bottles of milk")
                    .set("done", random.nextBoolean())
                    .set("rank", (long) random.nextInt(100))
                    .set("price", random.nextInt(10_000) / 100.0)
                    .set("team", "team-" + random.nextInt(8))
                    .set("dueAt", Instant.ofEpochSecond(1_700_000_000L + random.nextInt(100_000_000)));
            if (i % 10 != 0) {
                draft.set("owner", "user-" + random.nextInt(50));
            }
            rows[i] = draft.toRow();
        }
        return rows;
    }
}
