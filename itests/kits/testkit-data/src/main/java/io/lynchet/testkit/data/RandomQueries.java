// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.testkit.data;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Random queries about a {@link RandomApp}, as the members of a JSON object after its entity, each with a comma before
 * it.
 */
public final class RandomQueries {
    private final RandomApp app;
    private final Random random;

    public RandomQueries(RandomApp app, Random random) {
        this.app = app;
        this.random = random;
    }

    /** Returns a query for rows, with or without order and limit, a count, or an aggregate. */
    public String query(String entity) {
        String where = where(entity, 2);
        return switch (random.nextInt(6)) {
            case 0 -> ",\"where\":" + where + ",\"count\":true";
            case 1 -> ",\"aggregate\":{\"where\":" + where + "," + measures(entity) + "}";
            case 2, 3 -> ",\"where\":" + where + order(entity) + ",\"limit\":" + (1 + random.nextInt(20));
            case 4 -> ",\"where\":" + where + order(entity);
            default -> ",\"where\":" + where;
        };
    }

    private String measures(String entity) {
        RandomField number =
                pick(app.asked(entity).stream().filter(RandomField::isNumber).toList());
        RandomField ordered = comparable(entity);
        String group = random.nextBoolean() ? ",\"groupBy\":[\"" + pick(List.of("team", "user")) + "\"]" : "";
        return "\"count\":[\"*\",\"" + ordered.name() + "\"],\"sum\":[\"" + number.name() + "\"],\"min\":[\""
                + number.name() + "\"],\"max\":[\"" + number.name() + "\"]" + group;
    }

    private String order(String entity) {
        RandomField first = comparable(entity);
        RandomField second = comparable(entity);
        return ",\"order\":[" + key(first) + (first.equals(second) ? "" : "," + key(second)) + "]";
    }

    private String key(RandomField field) {
        return "[\"" + field.name() + "\",\"" + (random.nextBoolean() ? "asc" : "desc") + "\"]";
    }

    private String where(String entity, int depth) {
        if (depth == 0 || random.nextInt(3) > 0) {
            return random.nextInt(6) == 0 ? "{}" : condition(entity);
        }
        return switch (random.nextInt(3)) {
            case 0 -> "{\"$not\":" + where(entity, depth - 1) + "}";
            case 1 -> "{\"$and\":[" + where(entity, depth - 1) + "," + where(entity, depth - 1) + "]}";
            default -> "{\"$or\":[" + where(entity, depth - 1) + "," + where(entity, depth - 1) + "]}";
        };
    }

    private String condition(String entity) {
        RandomField field = pick(app.asked(entity));
        List<String> tests = new ArrayList<>(List.of("null", "{\"$exists\":true}", "{\"$exists\":false}"));
        if (field.isComparable()) {
            String value = field.operand(random);
            tests.addAll(List.of(value, value, "{\"$eq\":" + value + "}", "{\"$ne\":" + value + "}"));
            tests.add("{\"$not\":" + "{\"$eq\":" + value + "}}");
            tests.add("{\"" + pick(List.of("$in", "$nin")) + "\":[" + value + "," + field.operand(random) + "]}");
            tests.add("{\"" + pick(List.of("$gt", "$gte", "$lt", "$lte")) + "\":" + value + "}");
            tests.add("{\"" + pick(List.of("$gt", "$gte", "$lt", "$lte")) + "\":" + value + "}");
        }
        if (field.isText()) {
            tests.add("{\"" + pick(List.of("$startsWith", "$endsWith", "$contains", "$like")) + "\":"
                    + field.text(random) + "}");
        }
        return "{\"" + field.name() + "\":" + pick(tests) + "}";
    }

    private RandomField comparable(String entity) {
        return pick(app.asked(entity).stream().filter(RandomField::isComparable).toList());
    }

    private <T> T pick(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }
}
