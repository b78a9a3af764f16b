// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.policy.check;

import io.lynchet.api.schema.Entity;
import io.lynchet.api.schema.FieldType;
import io.lynchet.policy.syntax.Operator;
import io.lynchet.policy.syntax.Span;
import io.lynchet.policy.syntax.SyntaxNode;
import java.util.ArrayList;
import java.util.List;

/** The checker that finds the meaning and the type of an expression's values. */
final class TermChecker {
    private final ExpressionScope scope;
    private final FindingCollector findings;
    private final NameResolver names;

    TermChecker(ExpressionScope scope, FindingCollector findings) {
        this.scope = scope;
        this.findings = findings;
        this.names = new NameResolver(scope, findings);
    }

    Term term(SyntaxNode node) {
        if (node instanceof SyntaxNode.Literal literal) {
            return new Term.Constant(literal.value(), Type.ofLiteral(literal.value()), literal.span());
        }
        if (node instanceof SyntaxNode.Path path) {
            return names.resolve(path);
        }
        if (node instanceof SyntaxNode.Negative negative) {
            return negative(negative);
        }
        if (node instanceof SyntaxNode.Binary binary && !binary.operator().comparison()) {
            return arithmetic(binary.operator(), term(binary.left()), term(binary.right()), binary.span());
        }
        if (node instanceof SyntaxNode.Call call) {
            return call(call);
        }
        if (node instanceof SyntaxNode.Items) {
            findings.type(node.span(), "expected a value, found a list", "lists stand to the right of 'in'");
        } else {
            findings.type(node.span(), "expected a value, found a condition", null);
        }
        return Term.Constant.broken(node.span());
    }

    private Term negative(SyntaxNode.Negative negative) {
        Term operand = term(negative.operand());
        if (!operand.type().numeric()) {
            return findings.broken(
                    "POLICY_TYPE",
                    negative.span(),
                    "'-' takes a number, found a value " + operand.type().shown(),
                    null);
        }
        Term zero = new Term.Constant(0L, Type.INT, negative.span());
        return arithmetic(Operator.SUBTRACT, zero, operand, negative.span());
    }

    /** Returns whether the node is a condition by itself and has no value. */
    static boolean isCondition(SyntaxNode node) {
        return node instanceof SyntaxNode.Junction
                || node instanceof SyntaxNode.Not
                || node instanceof SyntaxNode.Exists
                || (node instanceof SyntaxNode.Binary binary
                        && binary.operator().comparison())
                || (node instanceof SyntaxNode.Call call && isRoleTest(call));
    }

    static boolean isRoleTest(SyntaxNode.Call call) {
        String name = call.name().text();
        return name.equals("auth.hasRole") || name.equals("auth.hasAnyRole");
    }

    private Term arithmetic(Operator operator, Term left, Term right, Span span) {
        Type type = resultOf(operator, left.type(), right.type());
        if (type == null) {
            return findings.broken(
                    "POLICY_TYPE",
                    span,
                    "'" + operator.text() + "' takes " + wanted(operator) + ", found a left side " + shown(left)
                            + " and a right side " + shown(right),
                    null);
        }
        Type.Shape shape = type.is(Type.Shape.TEXT) || type.is(Type.Shape.ANY) ? type.shape() : Type.Shape.FLOAT;
        return new Term.Arithmetic(operator, left.expecting(shape), right.expecting(shape), type, span);
    }

    private static String shown(Term term) {
        return term.type().is(Type.Shape.NULL) ? "that is null" : term.type().shown();
    }

    private static String wanted(Operator operator) {
        return switch (operator) {
            case ADD -> "two numbers or two strings";
            case REMAINDER -> "two ints";
            default -> "two numbers";
        };
    }

    private static Type resultOf(Operator operator, Type left, Type right) {
        if (operator == Operator.ADD && left.text() && right.text()) {
            return left.is(Type.Shape.ANY) && right.is(Type.Shape.ANY) ? Type.ANY : Type.TEXT;
        }
        if (!left.numeric() || !right.numeric()) {
            return null;
        }
        boolean fraction = left.is(Type.Shape.FLOAT) || right.is(Type.Shape.FLOAT);
        if (operator == Operator.REMAINDER) {
            return fraction ? null : Type.INT;
        }
        if (fraction || operator == Operator.DIVIDE) {
            return Type.FLOAT;
        }
        return left.is(Type.Shape.INT) && right.is(Type.Shape.INT) ? Type.INT : Type.ANY;
    }

    private Term call(SyntaxNode.Call call) {
        List<Term> arguments = new ArrayList<>();
        for (SyntaxNode argument : call.arguments()) {
            arguments.add(term(argument));
        }
        if (call.name().parts().size() > 1) {
            return names.unknownCall(call);
        }
        String name = call.name().text();
        ExpressionScope.Signature signature = scope.functions().apply(name).orElse(null);
        if (signature == null) {
            findings.warning(
                    "POLICY_FUNCTION_UNKNOWN",
                    call.span(),
                    "no bundle provides the function '" + name + "' now; calls fail until one does",
                    null);
            return new Term.Call(name, arguments, Type.ANY, Object.class, call.span());
        }
        checkArguments(call, signature.parameters(), arguments);
        Type type = Type.of(signature.result());
        return new Term.Call(name, arguments, type, type.field().kind().valueClass(), call.span());
    }

    private void checkArguments(SyntaxNode.Call call, List<FieldType.Kind> parameters, List<Term> arguments) {
        String name = call.name().text();
        if (parameters.size() != arguments.size()) {
            findings.type(
                    call.span(),
                    "the function '" + name + "' takes " + parameters.size() + " arguments, found " + arguments.size(),
                    null);
            return;
        }
        for (int i = 0; i < arguments.size(); i++) {
            Type wanted = Type.of(parameters.get(i));
            Type found = arguments.get(i).type();
            boolean fits = found.shape() == wanted.shape()
                    || found.is(Type.Shape.ANY)
                    || found.is(Type.Shape.NULL)
                    || (wanted.is(Type.Shape.FLOAT) && found.is(Type.Shape.INT));
            if (!fits) {
                findings.type(
                        arguments.get(i).span(),
                        "argument " + (i + 1) + " of '" + name + "' must be " + wanted.shown() + ", found one "
                                + found.shown(),
                        null);
            }
        }
    }

    Entity entity(SyntaxNode.Part name) {
        return names.entity(name);
    }
}
