// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.testkit.random;

import io.lynchet.api.query.Comparison;
import io.lynchet.api.query.Filter;
import io.lynchet.api.query.Operand;
import io.lynchet.api.query.TextMatch;
import io.lynchet.api.row.Row;
import io.lynchet.api.schema.Entity;
import io.lynchet.api.schema.Field;
import io.lynchet.api.schema.FieldType;
import io.lynchet.api.schema.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Random filters of every shape: nested, with {@code exists} that look at outer rows, with calculations, and with sides
 * of different kinds, which compare as unequal. Constants often come from the given rows, so that something matches.
 */
public final class RandomFilters {
    private static final int DEPTH_MAX = 3;

    private final Random random;
    private final RandomValues values;
    private final Schema schema;
    private final List<Row> rows;

    /**
     * Creates a generator.
     *
     * @param rows the rows that constants come from; may be empty
     */
    public RandomFilters(Random random, Schema schema, List<Row> rows) {
        this.random = random;
        this.values = new RandomValues(random);
        this.schema = schema;
        this.rows = List.copyOf(rows);
    }

    /** Returns a filter for rows of the entity. */
    public Filter filter(Entity entity) {
        return filter(List.of(entity), DEPTH_MAX);
    }

    /** Returns a filter without {@code exists}, as read sets and live queries accept it. */
    public Filter flat(Entity entity) {
        Filter filter = filter(entity);
        while (hasExists(filter)) {
            filter = filter(entity);
        }
        return filter;
    }

    private static boolean hasExists(Filter filter) {
        if (filter instanceof Filter.All all) {
            return all.parts().stream().anyMatch(RandomFilters::hasExists);
        }
        if (filter instanceof Filter.Any any) {
            return any.parts().stream().anyMatch(RandomFilters::hasExists);
        }
        return filter instanceof Filter.Not not ? hasExists(not.part()) : filter instanceof Filter.Exists;
    }

    // The entities of the scope, innermost first, so that the index is the depth.
    private Filter filter(List<Entity> scope, int depth) {
        if (depth == 0) {
            return leaf(scope);
        }
        return switch (random.nextInt(9)) {
            case 0 -> new Filter.All(parts(scope, depth));
            case 1 -> new Filter.Any(parts(scope, depth));
            case 2, 3 -> new Filter.Not(filter(scope, depth - 1));
            case 4 -> exists(scope, depth);
            default -> leaf(scope);
        };
    }

    private List<Filter> parts(List<Entity> scope, int depth) {
        List<Filter> parts = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            parts.add(filter(scope, depth - 1));
        }
        return parts;
    }

    private Filter exists(List<Entity> scope, int depth) {
        Entity inner = values.pick(schema.entities());
        List<Entity> innerScope = new ArrayList<>();
        innerScope.add(inner);
        innerScope.addAll(scope);
        Filter filter = filter(innerScope, depth - 1);
        if (random.nextBoolean()) {
            // The usual kind: equal values relate the two rows.
            filter = filter.and(new Filter.Compare(
                    ref(0, values.pick(inner.fields())),
                    random.nextInt(5) == 0 ? Comparison.NOT_EQUAL : Comparison.EQUAL,
                    ref(1, values.pick(scope.get(0).fields()))));
        }
        return new Filter.Exists(inner, filter);
    }

    private Filter leaf(List<Entity> scope) {
        Operand.FieldRef field = anyRef(scope);
        FieldType type = field.field().type();
        return switch (random.nextInt(type.kind() == FieldType.Kind.JSON ? 2 : 12)) {
            case 0 -> new Filter.IsNull(random.nextInt(3) == 0 ? operand(scope, type) : field);
            case 1 -> random.nextBoolean() ? new Filter.IsTrue(bool(scope)) : new Filter.Constant(random.nextBoolean());
            case 2, 3 -> in(field);
            case 4, 5 -> text(scope, field);
            case 6 ->
                new Filter.Compare(
                        operand(scope, type), values.pick(List.of(Comparison.values())), operand(scope, type));
            default -> new Filter.Compare(field, values.pick(List.of(Comparison.values())), operand(scope, type));
        };
    }

    private Filter in(Operand.FieldRef field) {
        List<Object> candidates = new ArrayList<>();
        for (int i = random.nextInt(5); i > 0; i--) {
            Object candidate = constant(
                    random.nextInt(6) == 0
                            ? otherType(field.field().type())
                            : field.field().type());
            if (candidate != null) {
                candidates.add(candidate);
            }
        }
        return new Filter.In(field, candidates);
    }

    private Filter text(List<Entity> scope, Operand.FieldRef field) {
        TextMatch match = values.pick(List.of(TextMatch.values()));
        Operand pattern = random.nextInt(4) == 0 ? operand(scope, FieldType.STRING) : new Operand.Literal(pattern());
        return new Filter.Text(field, match, pattern);
    }

    // Returns a part of a stored text, with a wildcard in it now and then.
    private String pattern() {
        String text = constant(FieldType.STRING) instanceof String found ? found : "";
        int length = text.codePointCount(0, text.length());
        int from = text.offsetByCodePoints(0, random.nextInt(length + 1));
        String part = random.nextBoolean() ? text.substring(from) : text.substring(0, from);
        return random.nextInt(3) == 0 ? part + values.pick(List.of("%", "_", "\\", "\\%", "a%", "_%")) : part;
    }

    private Operand bool(List<Entity> scope) {
        List<Operand> candidates = new ArrayList<>();
        for (int depth = 0; depth < scope.size(); depth++) {
            for (Field field : scope.get(depth).fields()) {
                if (field.type().kind() == FieldType.Kind.BOOL) {
                    candidates.add(ref(depth, field));
                }
            }
        }
        candidates.add(new Operand.Literal(values.pick(List.of(true, false))));
        return values.pick(candidates);
    }

    /** Returns an operand to compare with a value of the type, mostly of the same kind. */
    private Operand operand(List<Entity> scope, FieldType type) {
        return switch (random.nextInt(12)) {
            case 0 -> new Operand.Literal(null);
            case 1 -> new Operand.Literal(constant(otherType(type)));
            case 2, 3 -> anyRef(scope);
            case 4 -> computed(scope, type);
            default -> new Operand.Literal(constant(type));
        };
    }

    // Returns its argument, or nothing; no store can evaluate it.
    private Operand computed(List<Entity> scope, FieldType type) {
        Operand argument = random.nextBoolean() ? anyRef(scope) : new Operand.Literal(constant(type));
        return random.nextInt(3) == 0
                ? new Operand.Computed("nothing", List.of(argument), type, arguments -> null)
                : new Operand.Computed("same", List.of(argument), type, arguments -> arguments.get(0));
    }

    private FieldType otherType(FieldType type) {
        return values.pick(List.of(
                type.kind() == FieldType.Kind.INT ? FieldType.FLOAT : FieldType.INT,
                FieldType.STRING,
                FieldType.BOOL,
                FieldType.DATETIME));
    }

    private Operand.FieldRef anyRef(List<Entity> scope) {
        int depth = random.nextInt(scope.size());
        return ref(depth, values.pick(scope.get(depth).fields()));
    }

    private static Operand.FieldRef ref(int depth, Field field) {
        return new Operand.FieldRef(depth, field);
    }

    // Returns a stored value of the kind, if a random row has one, else a new one. Never JSON, which can't be compared.
    private Object constant(FieldType type) {
        if (type.kind() == FieldType.Kind.JSON) {
            return null;
        }
        if (!rows.isEmpty() && random.nextInt(3) != 0) {
            Row row = values.pick(rows);
            Field field = values.pick(row.entity().fields());
            Object value = row.get(field.ordinal());
            if (value != null && field.type().kind().valueClass() == type.kind().valueClass()) {
                return value;
            }
        }
        return type.kind() == FieldType.Kind.REFERENCE ? values.id() : values.value(type);
    }
}
