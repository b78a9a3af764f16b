// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.json;

import io.lynchet.api.JsonText;
import io.lynchet.api.row.Row;
import io.lynchet.api.schema.Entity;
import io.lynchet.api.schema.Field;
import io.lynchet.api.schema.FieldType;
import io.lynchet.api.schema.Relation;
import io.lynchet.api.schema.Schema;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** A schema with every type, and random values for it. */
public final class Samples {
    public static final Entity USER = new Entity(
            "User",
            List.of(Field.of("email", FieldType.STRING, false)),
            List.of(),
            List.of(new Relation("todos", "Todo", "owner", true)),
            true);
    public static final Entity TODO = new Entity(
            "Todo",
            List.of(
                    Field.of("title", FieldType.STRING, false),
                    Field.of("rank", FieldType.INT, true),
                    Field.of("price", FieldType.FLOAT, true),
                    Field.of("done", FieldType.BOOL, true),
                    Field.of("dueAt", FieldType.DATETIME, true),
                    Field.of("notes", FieldType.RICHTEXT, true),
                    Field.of("meta", FieldType.JSON, true),
                    Field.of("owner", FieldType.reference("User"), true),
                    Field.of("state", FieldType.enumOf(List.of("open", "shut", "ünklar")), true),
                    new Field(-1, "secret", FieldType.STRING, true, false, false, true, false, Optional.empty())),
            List.of(),
            List.of(new Relation("author", "User", "owner", false)),
            true);
    static final Entity SYSTEM = new Entity("_key", List.of(), List.of(), List.of(), false);
    public static final Schema SCHEMA = new Schema(List.of(USER, TODO, SYSTEM));

    private Samples() {}

    public static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    public static Row row(Random random, Entity entity) {
        Object[] values = new Object[entity.fields().size()];
        for (Field field : entity.fields()) {
            boolean absent = field.optional() && random.nextInt(4) == 0;
            values[field.ordinal()] = absent ? null : value(random, field.type());
        }
        return Row.owning(entity, values);
    }

    static Object value(Random random, FieldType type) {
        return switch (type.kind()) {
            case ID, REFERENCE -> "i" + text(random, 30);
            case STRING, RICHTEXT -> text(random, 60);
            case INT -> random.nextInt(3) == 0 ? (Long) edge(random) : (Long) (long) random.nextInt(100);
            case FLOAT -> finite(random);
            case BOOL -> random.nextBoolean();
            case DATETIME ->
                Instant.ofEpochSecond(
                        -62_167_219_200L + (long) (random.nextDouble() * 315_569_520_000L),
                        random.nextInt(3) * 1_000L * random.nextInt(333_333));
            // A JSON null is absence, so it is not a value of the type.
            case JSON -> {
                Object value = json(random, 4);
                yield new JsonText(
                        new JsonWriter().value(value == null ? "" : value).toString());
            }
            case ENUM -> type.values().get(random.nextInt(type.values().size()));
        };
    }

    private static long edge(Random random) {
        return switch (random.nextInt(5)) {
            case 0 -> Long.MAX_VALUE;
            case 1 -> Long.MIN_VALUE;
            case 2 -> (1L << 53) + 1;
            case 3 -> -1;
            default -> random.nextLong();
        };
    }

    static double finite(Random random) {
        double value = switch (random.nextInt(4)) {
            case 0 -> random.nextInt(1_000);
            case 1 -> random.nextInt(100_000) / 100.0;
            case 2 -> random.nextGaussian() * 1e18;
            default -> Double.longBitsToDouble(random.nextLong());
        };
        return Double.isFinite(value) && value != 0 ? value : 0.0;
    }

    static String text(Random random, int charsMax) {
        StringBuilder text = new StringBuilder();
        int count = random.nextInt(charsMax);
        for (int i = 0; i < count; i++) {
            text.appendCodePoint(
                    switch (random.nextInt(8)) {
                        case 0 -> random.nextInt(0x80);
                        case 1 -> 0x80 + random.nextInt(0x780);
                        case 2 -> 0xE000 + random.nextInt(0x2000);
                        case 3 -> 0x10000 + random.nextInt(0x100000);
                        case 4 -> "\"\\/\b\f\n\r\t".charAt(random.nextInt(8));
                        default -> ' ' + random.nextInt(95);
                    });
        }
        return text.toString();
    }

    /** Plain Java: null, String, Long, Double, Boolean, List, Map. */
    static Object json(Random random, int depth) {
        return switch (random.nextInt(depth > 0 ? 8 : 6)) {
            case 0 -> null;
            case 1 -> random.nextBoolean();
            case 2 -> random.nextLong();
            case 3 -> finite(random);
            case 4, 5 -> text(random, 12);
            case 6 -> {
                List<Object> list = new java.util.ArrayList<>();
                for (int i = random.nextInt(4); i > 0; i--) {
                    list.add(json(random, depth - 1));
                }
                yield list;
            }
            default -> {
                java.util.Map<String, Object> map = new java.util.LinkedHashMap<>();
                for (int i = random.nextInt(4); i > 0; i--) {
                    map.put(text(random, 8), json(random, depth - 1));
                }
                yield map;
            }
        };
    }
}
