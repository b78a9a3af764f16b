// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.policy;

import io.lynchet.api.policy.PolicyContext;
import io.lynchet.api.query.TextMatch;
import io.lynchet.api.query.ValueOrder;
import io.lynchet.api.row.Row;
import io.lynchet.policy.syntax.Operator;
import io.lynchet.policy.syntax.SyntaxNode;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.function.BiFunction;

/**
 * What an expression means, told a second time and as simply as possible: walking over what was written, without types,
 * without filters and without anything known beforehand. A condition is true, false or, where a function failed,
 * unknown (null); unknown denies.
 */
final class NaiveMeaning {
    private final PolicyContext context;
    private final Row data;
    private final Row existing;
    private final List<Row> rows;
    private final BiFunction<String, List<Object>, Object> functions;
    private Row inner;

    /** A function failed. */
    static final class Failed extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    NaiveMeaning(
            PolicyContext context,
            Row data,
            Row existing,
            List<Row> rows,
            BiFunction<String, List<Object>, Object> functions) {
        this.context = context;
        this.data = data;
        this.existing = existing;
        this.rows = rows;
        this.functions = functions;
    }

    boolean permits(SyntaxNode node) {
        return Boolean.TRUE.equals(condition(node));
    }

    private Boolean condition(SyntaxNode node) {
        if (node instanceof SyntaxNode.Junction junction) {
            return junction(junction);
        }
        if (node instanceof SyntaxNode.Not not) {
            Boolean part = condition(not.operand());
            return part == null ? null : !part;
        }
        if (node instanceof SyntaxNode.Exists exists) {
            return exists(exists);
        }
        try {
            if (node instanceof SyntaxNode.Binary binary && binary.operator().comparison()) {
                return comparison(binary);
            }
            return Boolean.TRUE.equals(value(node));
        } catch (Failed e) {
            return null;
        }
    }

    private Boolean junction(SyntaxNode.Junction junction) {
        boolean unknown = false;
        for (SyntaxNode part : junction.parts()) {
            Boolean value = condition(part);
            if (value == null) {
                unknown = true;
            } else if (value != junction.every()) {
                return value;
            }
        }
        return unknown ? null : junction.every();
    }

    private Boolean exists(SyntaxNode.Exists exists) {
        boolean unknown = false;
        Row before = inner;
        try {
            for (Row row : rows) {
                if (row.entity().name().equals(exists.entity().name())) {
                    inner = row;
                    Boolean value = condition(exists.condition());
                    if (Boolean.TRUE.equals(value)) {
                        return true;
                    }
                    unknown |= value == null;
                }
            }
        } finally {
            inner = before;
        }
        return unknown ? null : false;
    }

    private Boolean comparison(SyntaxNode.Binary binary) {
        Operator operator = binary.operator();
        if (operator == Operator.IN) {
            return in(binary);
        }
        if (operator == Operator.EQUAL || operator == Operator.NOT_EQUAL) {
            boolean wanted = operator == Operator.EQUAL;
            if (isNull(binary.left()) || isNull(binary.right())) {
                Object value = value(isNull(binary.left()) ? binary.right() : binary.left());
                return (value == null) == wanted;
            }
            if (unknownBesideAbsent(binary.left(), binary.right())
                    || unknownBesideAbsent(binary.right(), binary.left())) {
                // Nothing agrees with what is absent, so it does not matter what the other side would have been.
                return !wanted;
            }
            return same(value(binary.left()), value(binary.right())) == wanted;
        }
        Object left = value(binary.left());
        Object right = value(binary.right());
        return switch (operator) {
            case STARTS_WITH -> TextMatch.STARTS_WITH.holds(left, right);
            case ENDS_WITH -> TextMatch.ENDS_WITH.holds(left, right);
            case CONTAINS -> TextMatch.CONTAINS.holds(left, right);
            default -> left != null && right != null && ordered(operator, compare(left, right));
        };
    }

    private boolean in(SyntaxNode.Binary binary) {
        Object wanted = value(binary.left());
        if (binary.right() instanceof SyntaxNode.Items items) {
            // All items are looked at, as a failing one makes the whole unknown.
            List<Object> values = items.items().stream().map(this::orAbsent).toList();
            return values.stream().anyMatch(value -> value != ABSENT && same(wanted, value));
        }
        return wanted != null && context.principal().roles().contains(wanted);
    }

    private static final Object ABSENT = new Object();

    private Object orAbsent(SyntaxNode item) {
        Object value = value(item);
        return value == null ? ABSENT : value;
    }

    private boolean unknownBesideAbsent(SyntaxNode node, SyntaxNode other) {
        boolean structured = node instanceof SyntaxNode.Junction
                || node instanceof SyntaxNode.Not
                || node instanceof SyntaxNode.Exists
                || (node instanceof SyntaxNode.Binary binary
                        && binary.operator().comparison());
        return structured && condition(node) == null && value(other) == null;
    }

    private static boolean isNull(SyntaxNode node) {
        return node instanceof SyntaxNode.Literal literal && literal.value() == null;
    }

    private static boolean same(Object left, Object right) {
        if (left == null || right == null) {
            return false;
        }
        if (left instanceof Instant || right instanceof Instant) {
            return instant(left).equals(instant(right));
        }
        return left instanceof Number ? compare(left, right) == 0 : left.equals(right);
    }

    private static int compare(Object left, Object right) {
        if (left instanceof Number a && right instanceof Number b) {
            return new BigDecimal(a.toString()).compareTo(new BigDecimal(b.toString()));
        }
        if (left instanceof Instant || right instanceof Instant) {
            return instant(left).compareTo(instant(right));
        }
        return ValueOrder.compare(left, right);
    }

    private static Instant instant(Object value) {
        return value instanceof Instant instant ? instant : Instant.parse((String) value);
    }

    private static boolean ordered(Operator operator, int order) {
        return switch (operator) {
            case LESS -> order < 0;
            case LESS_OR_EQUAL -> order <= 0;
            case GREATER -> order > 0;
            default -> order >= 0;
        };
    }

    private Object value(SyntaxNode node) {
        if (node instanceof SyntaxNode.Literal literal) {
            return literal.value();
        }
        if (node instanceof SyntaxNode.Path path) {
            return path(path);
        }
        if (node instanceof SyntaxNode.Negative negative) {
            return calculated(Operator.SUBTRACT, 0L, value(negative.operand()));
        }
        if (node instanceof SyntaxNode.Binary binary && !binary.operator().comparison()) {
            return calculated(binary.operator(), value(binary.left()), value(binary.right()));
        }
        if (node instanceof SyntaxNode.Call call) {
            return call(call);
        }
        Boolean condition = condition(node);
        if (condition == null) {
            throw new Failed();
        }
        return condition;
    }

    private Object call(SyntaxNode.Call call) {
        if (call.name().parts().size() == 1) {
            Object[] arguments = call.arguments().stream().map(this::value).toArray();
            return functions.apply(call.name().text(), java.util.Arrays.asList(arguments));
        }
        boolean any = false;
        for (SyntaxNode argument : call.arguments()) {
            Object role = value(argument);
            any |= role != null && context.principal().roles().contains(role);
        }
        return any;
    }

    private Object path(SyntaxNode.Path path) {
        String name = path.parts().get(path.parts().size() - 1).name();
        if (path.parts().size() == 1) {
            return name.equals("now") ? context.now() : inner.get(name);
        }
        return switch (path.root()) {
            case "data" -> data.get(name);
            case "existing" -> existing == null ? null : existing.get(name);
            default ->
                switch (name) {
                    case "userId" -> context.principal().userId();
                    case "email" -> context.principal().email();
                    case "tenantId" -> context.principal().tenantId();
                    case "isGuest" -> context.principal().guest();
                    default -> context.principal().admin();
                };
        };
    }

    private static Object calculated(Operator operator, Object left, Object right) {
        if (left == null || right == null) {
            return null;
        }
        if (left instanceof String) {
            return left + (String) right;
        }
        if (left instanceof Long a && right instanceof Long b && operator != Operator.DIVIDE) {
            if (operator == Operator.REMAINDER && b == 0) {
                return null;
            }
            java.math.BigInteger x = java.math.BigInteger.valueOf(a);
            java.math.BigInteger y = java.math.BigInteger.valueOf(b);
            java.math.BigInteger exact = switch (operator) {
                case ADD -> x.add(y);
                case SUBTRACT -> x.subtract(y);
                case MULTIPLY -> x.multiply(y);
                default -> x.remainder(y);
            };
            return exact.bitLength() > 63 ? null : (Object) exact.longValue();
        }
        double a = ((Number) left).doubleValue();
        double b = ((Number) right).doubleValue();
        double result = switch (operator) {
            case ADD -> a + b;
            case SUBTRACT -> a - b;
            case MULTIPLY -> a * b;
            default -> a / b;
        };
        return Double.isFinite(result) ? (Object) (result + 0.0) : null;
    }
}
