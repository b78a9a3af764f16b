// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.testkit.random;

import io.lynchet.api.schema.Entity;
import io.lynchet.api.schema.Field;
import io.lynchet.api.schema.FieldType;
import io.lynchet.api.schema.Index;
import io.lynchet.api.schema.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Random schemas of two or three entities with fields of all types. */
public final class RandomSchemas {
    private static final List<FieldType> TYPES = List.of(
            FieldType.STRING,
            FieldType.INT,
            FieldType.FLOAT,
            FieldType.BOOL,
            FieldType.DATETIME,
            FieldType.RICHTEXT,
            FieldType.JSON,
            FieldType.enumOf(List.of("b", "a", "B", "\u00e4")));

    private final Random random;
    private boolean uniqueAllowed = true;

    public RandomSchemas(Random random) {
        this.random = random;
    }

    /** Restricts the generator to schemas without unique constraints. */
    public RandomSchemas withoutUnique() {
        uniqueAllowed = false;
        return this;
    }

    /** Returns a schema; entities refer to entities declared before them, and to themselves. */
    public Schema schema() {
        List<Entity> entities = new ArrayList<>();
        for (int i = 2 + random.nextInt(2); i > 0; i--) {
            entities.add(entity("E" + entities.size(), entities));
        }
        return new Schema(entities);
    }

    private Entity entity(String name, List<Entity> before) {
        List<Field> fields = new ArrayList<>();
        for (int i = 3 + random.nextInt(6); i > 0; i--) {
            fields.add(field("f" + fields.size(), TYPES.get(random.nextInt(TYPES.size())), random.nextInt(4) != 0));
        }
        for (Entity target : before) {
            fields.add(field("to" + target.name(), FieldType.reference(target.name()), random.nextInt(4) != 0));
        }
        if (random.nextBoolean()) {
            fields.add(Field.of("self", FieldType.reference(name), true));
        }
        return new Entity(name, fields, indexes(fields), List.of(), true);
    }

    private Field field(String name, FieldType type, boolean optional) {
        boolean unique = uniqueAllowed && type.kind().ordered() && random.nextInt(6) == 0;
        return unique ? Field.of(name, type, true).asUnique() : Field.of(name, type, optional);
    }

    private List<Index> indexes(List<Field> fields) {
        List<String> indexable = fields.stream()
                .filter(field -> field.type().kind().ordered())
                .map(Field::name)
                .toList();
        List<Index> indexes = new ArrayList<>();
        if (indexable.size() > 1) {
            indexes.add(new Index("i1", indexable.subList(0, 1), false));
            indexes.add(new Index("i2", indexable.subList(0, 2), uniqueAllowed && random.nextInt(4) == 0));
        }
        return indexes;
    }
}
