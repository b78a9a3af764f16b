// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.policy;

import java.util.List;
import java.util.Random;

/** Expressions without errors, of all that the language has, over values that often meet. */
final class RandomExpressions {
    private static final List<String> ORDERS = List.of("==", "!=", "<", "<=", ">", ">=");
    private static final List<String> EQUALITIES = List.of("==", "!=");
    private static final List<String> TEXTS = List.of("'a'", "'b'", "'ab'", "''", "'u1'", "\"red\"");
    private static final List<String> INSTANTS = List.of("now", "data.due", "existing.due", "data.due", "existing.due");

    private final Random random;
    private String inner;

    RandomExpressions(Random random) {
        this.random = random;
    }

    String condition(int depth) {
        if (depth == 0) {
            return leaf();
        }
        int next = depth - 1;
        return switch (random.nextInt(12)) {
            case 0, 1 -> "(" + condition(next) + " && " + condition(next) + ")";
            case 2, 3 -> "(" + condition(next) + " || " + condition(next) + " || " + condition(0) + ")";
            case 4 -> "!" + "(" + condition(next) + ")";
            case 5 -> "((" + condition(next) + ") " + one(EQUALITIES) + " (" + condition(0) + "))";
            case 6 -> "((" + condition(next) + ") " + one(EQUALITIES) + " " + bool() + ")";
            case 7 -> exists(next);
            default -> leaf();
        };
    }

    private String exists(int depth) {
        String before = inner;
        inner = random.nextBoolean() ? "Member" : "User";
        String text = "exists(" + inner + " where " + condition(depth) + ")";
        inner = before;
        return text;
    }

    private String leaf() {
        return switch (random.nextInt(14)) {
            case 0 -> random.nextBoolean() ? "true" : "false";
            case 1, 2 -> number(1) + " " + one(ORDERS) + " " + number(1);
            case 3, 4, 5 -> text(1) + " " + one(ORDERS) + " " + text(0);
            case 6 -> bool() + " " + one(EQUALITIES) + " " + bool();
            case 7 -> bool();
            case 8 ->
                one(List.of("data.title", "data.rank", "data.meta", "auth.userId", "data.due", "existing.done")) + " "
                        + one(EQUALITIES) + " null";
            case 9 -> text(0) + " in [" + text(0) + ", " + text(1) + ", " + text(0) + "]";
            case 10 -> text(0) + " " + one(List.of("starts_with", "ends_with", "contains")) + " " + text(0);
            case 11 -> random.nextBoolean() ? text(0) + " in auth.roles" : "auth.hasAnyRole('a', " + text(0) + ")";
            case 12 -> instant();
            default -> "number in [1, 2]".replace("number", number(0));
        };
    }

    private String instant() {
        String literal = "'2026-0" + (2 + random.nextInt(2)) + "-01T12:00:00Z'";
        return one(INSTANTS) + " " + one(ORDERS) + " " + (random.nextBoolean() ? literal : one(INSTANTS));
    }

    private String bool() {
        return one(List.of(
                "data.done", "existing.done", "auth.isGuest", "auth.isAdmin", "true", "flaky(" + text(0) + ")"));
    }

    private String number(int depth) {
        if (depth > 0 && random.nextInt(3) == 0) {
            return "(" + number(0) + " " + one(List.of("+", "-", "*", "/")) + " " + number(0) + ")";
        }
        if (inner != null && inner.equals("Member") && random.nextInt(3) == 0) {
            return "level";
        }
        return one(List.of(
                "data.rank",
                "existing.rank",
                "data.score",
                "-data.rank",
                "1",
                "2",
                "0.5",
                "9223372036854775807",
                "(data.rank % 2)",
                "size(" + text(0) + ")"));
    }

    private String text(int depth) {
        if (depth > 0 && random.nextInt(4) == 0) {
            return "(" + text(0) + " + " + text(0) + ")";
        }
        if (inner != null && random.nextInt(3) == 0) {
            return inner.equals("User") ? "name" : random.nextBoolean() ? "team" : "userId";
        }
        return switch (random.nextInt(4)) {
            case 0 -> one(TEXTS);
            case 1 -> one(List.of("auth.userId", "auth.email", "auth.tenantId"));
            default ->
                one(List.of(
                        "data.ownerId", "data.title", "data.team", "data.body", "existing.title", "existing.ownerId"));
        };
    }

    private String one(List<String> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
