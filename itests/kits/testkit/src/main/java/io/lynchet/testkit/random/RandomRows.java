// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.testkit.random;

import io.lynchet.api.row.Row;
import io.lynchet.api.schema.Entity;
import io.lynchet.api.schema.Field;
import io.lynchet.api.schema.FieldType;
import io.lynchet.api.schema.Schema;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Random rows that fit their entities. It keeps the ids that it used, so that references have targets. */
public final class RandomRows {
    private final Random random;
    private final RandomValues values;
    private final Map<String, List<String>> ids = new HashMap<>();

    public RandomRows(Random random) {
        this.random = random;
        this.values = new RandomValues(random);
    }

    /** Returns rows of each entity, in an order in which they can be inserted. */
    public List<Row> rows(Schema schema, int perEntity) {
        List<Row> rows = new ArrayList<>();
        for (Entity entity : schema.entities()) {
            for (int i = 0; i < perEntity; i++) {
                rows.add(row(entity, entity.name().toLowerCase(java.util.Locale.ROOT) + "-" + i));
            }
        }
        return rows;
    }

    /** Returns a row with that id, to which later rows may refer. */
    public Row row(Entity entity, String id) {
        Object[] content = new Object[entity.fields().size()];
        content[0] = id;
        for (Field field : entity.fields().subList(1, content.length)) {
            content[field.ordinal()] = value(field);
        }
        ids.computeIfAbsent(entity.name(), name -> new ArrayList<>()).add(id);
        return Row.owning(entity, content);
    }

    /** Returns a value that the field may hold: null now and then, a reference only to a row made before. */
    public Object value(Field field) {
        if (field.optional() && random.nextInt(4) == 0) {
            return null;
        }
        if (field.type().kind() == FieldType.Kind.REFERENCE) {
            List<String> targets = ids.getOrDefault(field.type().target(), List.of());
            return targets.isEmpty() ? null : values.pick(targets);
        }
        return values.value(field.type());
    }

    /** Removes a row from the possible targets of references. */
    public void forget(Entity entity, String id) {
        ids.getOrDefault(entity.name(), new ArrayList<>()).remove(id);
    }
}
