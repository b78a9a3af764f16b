// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.testkit.random;

import io.lynchet.api.row.Draft;
import io.lynchet.api.schema.Entity;
import io.lynchet.api.schema.Field;
import io.lynchet.api.schema.Schema;
import io.lynchet.api.store.Write;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;

/** Random commits of a few writes on few ids, so that many meet. Some are refused, which is intended. */
public final class RandomWrites {
    private final Random random;
    private final Schema schema;
    private final RandomRows rows;
    private final Deque<Write> first = new ArrayDeque<>();

    public RandomWrites(Random random, Schema schema) {
        this.random = random;
        this.schema = schema;
        this.rows = new RandomRows(random);
        // Single rows first, targets before the rows that refer to them, so that later writes find something.
        rows.rows(schema, 4).forEach(row -> first.add(new Write.Insert(row)));
    }

    /** Returns one to four writes. */
    public List<Write> commit() {
        if (!first.isEmpty()) {
            return List.of(first.remove());
        }
        List<Write> writes = new ArrayList<>();
        for (int i = random.nextInt(3) == 0 ? 1 + random.nextInt(4) : 1; i > 0; i--) {
            writes.add(write());
        }
        return writes;
    }

    private Write write() {
        List<Entity> entities = schema.entities();
        Entity entity = entities.get(random.nextInt(entities.size()));
        String id = entity.name().toLowerCase(java.util.Locale.ROOT) + "-" + random.nextInt(8);
        return switch (random.nextInt(10)) {
            case 0, 1, 2, 3 -> new Write.Insert(rows.row(entity, id));
            case 4 -> new Write.Delete(entity, id, Write.ANY);
            default -> new Write.Update(id, patch(entity), Write.ANY);
        };
    }

    private Draft patch(Entity entity) {
        Draft patch = new Draft(entity);
        for (Field field : entity.fields().subList(1, entity.fields().size())) {
            if (random.nextInt(3) == 0) {
                patch.set(field, rows.value(field));
            }
        }
        return patch;
    }
}
