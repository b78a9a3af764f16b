// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.query;

import io.lynchet.api.row.Row;
import io.lynchet.api.schema.Entity;
import io.lynchet.api.schema.Field;
import io.lynchet.api.schema.FieldType;
import java.time.Instant;
import java.util.List;
import java.util.Random;

/** An entity to filter, and random values for it. */
final class Todo {
    static final Entity ENTITY = new Entity(
            "Todo",
            List.of(
                    Field.of("title", FieldType.STRING, true),
                    Field.of("rank", FieldType.INT, true),
                    Field.of("price", FieldType.FLOAT, true),
                    Field.of("done", FieldType.BOOL, true),
                    Field.of("at", FieldType.DATETIME, true)),
            List.of(),
            List.of(),
            true);

    private Todo() {}

    static Scope scope(String title, Long rank) {
        return Scope.of(Row.owning(ENTITY, new Object[] {"i", title, rank, null, null, null}), RowSource.NONE);
    }

    static Operand field(String name) {
        return new Operand.FieldRef(0, ENTITY.fieldOrNull(name));
    }

    static Operand literal(Object value) {
        return new Operand.Literal(value);
    }

    static Row row(Random random) {
        Object[] values = new Object[ENTITY.fields().size()];
        values[0] = "i" + random.nextInt(5);
        for (int i = 1; i < values.length; i++) {
            values[i] = random.nextInt(4) == 0 ? null : value(random, i);
        }
        return Row.owning(ENTITY, values);
    }

    /** Few different values, so that they meet. */
    static Object value(Random random, int ordinal) {
        return switch (ordinal) {
            case 2 ->
                (Object) List.of(-1L, 0L, 1L, 2L, (1L << 53) + 1, Long.MAX_VALUE, Long.MIN_VALUE)
                        .get(random.nextInt(7));
            case 3 ->
                List.of(-1.5, 0.0, 1.0, 1.5, 9007199254740992.0, 9.223372036854775807E18, 1e300)
                        .get(random.nextInt(7));
            case 4 -> random.nextBoolean();
            case 5 -> Instant.ofEpochSecond(random.nextInt(3), 1_000L * random.nextInt(2));
            default ->
                List.of("", "a", "A", "ab", "b%", "\uffff", "\ud83d\ude00", "é").get(random.nextInt(8));
        };
    }
}
