// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.policy;

import io.lynchet.api.query.Filter;
import io.lynchet.api.query.Operand;
import io.lynchet.policy.syntax.SyntaxNode;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Trees and filters as text, fully parenthesised. */
final class Printing {
    private Printing() {}

    static String tree(SyntaxNode node) {
        if (node instanceof SyntaxNode.Literal literal) {
            return constant(literal.value());
        }
        if (node instanceof SyntaxNode.Path path) {
            return path.text();
        }
        if (node instanceof SyntaxNode.Not not) {
            return "(! " + tree(not.operand()) + ")";
        }
        if (node instanceof SyntaxNode.Negative negative) {
            return "(- " + tree(negative.operand()) + ")";
        }
        if (node instanceof SyntaxNode.Binary binary) {
            return "(" + binary.operator().text() + " " + tree(binary.left()) + " " + tree(binary.right()) + ")";
        }
        if (node instanceof SyntaxNode.Junction junction) {
            return "(" + (junction.every() ? "&& " : "|| ") + joined(junction.parts(), " ", Printing::tree) + ")";
        }
        if (node instanceof SyntaxNode.Items items) {
            return "[" + joined(items.items(), " ", Printing::tree) + "]";
        }
        if (node instanceof SyntaxNode.Call call) {
            return "(call " + call.name().text() + joined(call.arguments(), "", argument -> " " + tree(argument)) + ")";
        }
        SyntaxNode.Exists exists = (SyntaxNode.Exists) node;
        return "(exists " + exists.entity().name() + " " + tree(exists.condition()) + ")";
    }

    static String filter(Filter filter) {
        if (filter instanceof Filter.Constant constant) {
            return constant.value() ? "TRUE" : "FALSE";
        }
        if (filter instanceof Filter.All all) {
            return "(" + joined(all.parts(), " and ", Printing::filter) + ")";
        }
        if (filter instanceof Filter.Any any) {
            return "(" + joined(any.parts(), " or ", Printing::filter) + ")";
        }
        if (filter instanceof Filter.Not not) {
            return "not " + filter(not.part());
        }
        if (filter instanceof Filter.Compare compare) {
            return operand(compare.left()) + " " + compare.comparison() + " " + operand(compare.right());
        }
        if (filter instanceof Filter.Text text) {
            return operand(text.text()) + " " + text.match() + " " + operand(text.pattern());
        }
        if (filter instanceof Filter.IsNull isNull) {
            return operand(isNull.operand()) + " IS NULL";
        }
        if (filter instanceof Filter.IsTrue isTrue) {
            return operand(isTrue.operand()) + " IS TRUE";
        }
        if (filter instanceof Filter.In in) {
            return operand(in.operand()) + " IN [" + joined(in.values(), ", ", Printing::constant) + "]";
        }
        Filter.Exists exists = (Filter.Exists) filter;
        return "exists " + exists.entity() + " {" + filter(exists.filter()) + "}";
    }

    // One ^ for each exists that the row lies further out.
    private static String operand(Operand operand) {
        if (operand instanceof Operand.FieldRef ref) {
            return "^".repeat(ref.depth()) + ref.field().name();
        }
        if (operand instanceof Operand.Literal literal) {
            return constant(literal.value());
        }
        Operand.Computed computed = (Operand.Computed) operand;
        return computed.name() + "(" + joined(computed.arguments(), ", ", Printing::operand) + ")";
    }

    private static String constant(Object value) {
        return value instanceof String ? "'" + value + "'" : String.valueOf(value);
    }

    private static <T> String joined(List<T> items, String between, Function<T, String> text) {
        return items.stream().map(text).collect(Collectors.joining(between));
    }
}
