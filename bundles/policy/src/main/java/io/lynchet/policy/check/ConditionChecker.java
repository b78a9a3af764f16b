// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.policy.check;

import io.lynchet.api.query.TextMatch;
import io.lynchet.api.schema.Entity;
import io.lynchet.policy.syntax.Finding;
import io.lynchet.policy.syntax.Operator;
import io.lynchet.policy.syntax.Span;
import io.lynchet.policy.syntax.SyntaxNode;
import java.util.ArrayList;
import java.util.List;

/** The checker that turns a parsed expression into a checked condition, with all its errors. */
public final class ConditionChecker {
    /** Comparing a condition with a boolean takes each side twice, so nested ones would double and double. */
    private static final int WEIGHT_MAX = 10_000;

    private final ExpressionScope scope;
    private final FindingCollector findings;
    private final TermChecker terms;
    private final ComparisonTyping comparing;

    private ConditionChecker(ExpressionScope scope, FindingCollector findings) {
        this.scope = scope;
        this.findings = findings;
        this.terms = new TermChecker(scope, findings);
        this.comparing = new ComparisonTyping(findings);
    }

    /** @param condition valid only when there is no error among the findings */
    public record Checked(Condition condition, List<Finding> findings) {
        public Checked {
            findings = List.copyOf(findings);
        }
    }

    public static Checked check(SyntaxNode node, ExpressionScope scope) {
        FindingCollector findings = new FindingCollector();
        Condition condition = new ConditionChecker(scope, findings).condition(node);
        return new Checked(condition, findings.all());
    }

    private Condition condition(SyntaxNode node) {
        if (node instanceof SyntaxNode.Junction junction) {
            List<Condition> parts = new ArrayList<>();
            for (SyntaxNode part : junction.parts()) {
                parts.add(condition(part));
            }
            return new Condition.Junction(junction.every(), parts, node.span());
        }
        if (node instanceof SyntaxNode.Not not) {
            return new Condition.Not(condition(not.operand()), node.span());
        }
        if (node instanceof SyntaxNode.Exists exists) {
            return exists(exists);
        }
        if (node instanceof SyntaxNode.Binary binary && binary.operator().comparison()) {
            return comparison(binary);
        }
        if (node instanceof SyntaxNode.Call call && TermChecker.isRoleTest(call)) {
            return roles(call);
        }
        if (node instanceof SyntaxNode.Literal literal && literal.value() instanceof Boolean value) {
            return new Condition.Always(value, node.span());
        }
        return bare(terms.term(node));
    }

    private Condition bare(Term term) {
        if (!term.type().truth()) {
            boolean isNull = term.type().is(Type.Shape.NULL);
            findings.type(
                    term.span(),
                    "expected a condition, found "
                            + (isNull ? "null" : "a value " + term.type().shown()),
                    term instanceof Term.Constant ? null : "compare it, for instance with != null");
        }
        return new Condition.IsTrue(term.expecting(Type.Shape.BOOL), term.span());
    }

    private Condition exists(SyntaxNode.Exists exists) {
        Entity entity = terms.entity(exists.entity());
        if (entity == null) {
            // Without the entity, the inner condition can't be checked.
            return new Condition.Always(false, exists.span());
        }
        Condition inner = new ConditionChecker(scope.inside(entity), findings).condition(exists.condition());
        return new Condition.Exists(entity, inner, exists.span());
    }

    private Condition roles(SyntaxNode.Call call) {
        boolean single = call.name().text().equals("auth.hasRole");
        int count = call.arguments().size();
        if (single ? count != 1 : count == 0) {
            String wanted = single ? "one role" : "at least one role";
            findings.type(call.span(), call.name().text() + " takes " + wanted + ", found " + count, null);
        }
        List<Condition> parts = new ArrayList<>();
        for (SyntaxNode argument : call.arguments()) {
            parts.add(inRoles(terms.term(argument), call.span()));
        }
        return parts.size() == 1 ? parts.get(0) : new Condition.Junction(false, parts, call.span());
    }

    private Condition inRoles(Term role, Span span) {
        if (!role.type().text()) {
            findings.type(
                    role.span(),
                    "a role is a string, found a value " + role.type().shown(),
                    null);
        }
        return new Condition.InRoles(role.expecting(Type.Shape.TEXT), span);
    }

    private Condition comparison(SyntaxNode.Binary binary) {
        return switch (binary.operator()) {
            case IN -> in(binary);
            case STARTS_WITH -> text(binary, TextMatch.STARTS_WITH);
            case ENDS_WITH -> text(binary, TextMatch.ENDS_WITH);
            case CONTAINS -> text(binary, TextMatch.CONTAINS);
            default -> {
                boolean left = TermChecker.isCondition(binary.left());
                boolean right = TermChecker.isCondition(binary.right());
                yield left || right
                        ? conditions(binary, left)
                        : comparing.compare(
                                binary.operator(),
                                terms.term(binary.left()),
                                terms.term(binary.right()),
                                binary.span());
            }
        };
    }

    private Condition in(SyntaxNode.Binary binary) {
        if (binary.right() instanceof SyntaxNode.Path path && path.text().equals("auth.roles")) {
            return inRoles(terms.term(binary.left()), binary.span());
        }
        Term term = terms.term(binary.left());
        if (!(binary.right() instanceof SyntaxNode.Items list)) {
            findings.type(
                    binary.right().span(),
                    "'in' takes a list or auth.roles on its right side",
                    "write data.state in ['open', 'closed']");
            return new Condition.Always(false, binary.span());
        }
        List<Term> items = new ArrayList<>();
        for (SyntaxNode item : list.items()) {
            items.add(comparing.item(term, terms.term(item)));
        }
        return new Condition.Member(term, items, binary.span());
    }

    private Condition text(SyntaxNode.Binary binary, TextMatch match) {
        if (binary.left() instanceof SyntaxNode.Path path && path.text().equals("auth.roles")) {
            findings.type(path.span(), "auth.roles is a list", "test it with 'editor' in auth.roles");
            return new Condition.Always(false, binary.span());
        }
        Term text = terms.term(binary.left());
        Term pattern = terms.term(binary.right());
        for (Term side : List.of(text, pattern)) {
            if (!side.type().text()) {
                findings.type(
                        side.span(),
                        "'" + binary.operator().text() + "' compares strings, found a value "
                                + side.type().shown(),
                        null);
            }
        }
        return new Condition.Text(
                text.expecting(Type.Shape.TEXT), match, pattern.expecting(Type.Shape.TEXT), binary.span());
    }

    private Condition conditions(SyntaxNode.Binary binary, boolean conditionFirst) {
        Operator operator = binary.operator();
        Condition left = condition(conditionFirst ? binary.left() : binary.right());
        SyntaxNode other = conditionFirst ? binary.right() : binary.left();
        if (operator != Operator.EQUAL && operator != Operator.NOT_EQUAL) {
            findings.type(binary.span(), "conditions have no order, found '" + operator.text() + "'", null);
            return left;
        }
        Condition same = agrees(left, other, binary.span());
        if (same.weight() > WEIGHT_MAX) {
            findings.error("POLICY_TOO_LONG", binary.span(), "comparisons of conditions are nested too much", null);
            return new Condition.Always(false, binary.span());
        }
        return operator == Operator.EQUAL ? same : new Condition.Not(same, binary.span());
    }

    private Condition agrees(Condition left, SyntaxNode other, Span span) {
        if (TermChecker.isCondition(other)) {
            Condition right = condition(other);
            return new Condition.Agrees(left, right, new Condition.Not(right, other.span()), span);
        }
        if (other instanceof SyntaxNode.Literal literal && literal.value() instanceof Boolean value) {
            return value ? left : new Condition.Not(left, span);
        }
        Term term = terms.term(other);
        if (!term.type().truth()) {
            return bare(term);
        }
        Term no = new Term.Constant(false, Type.BOOL, other.span());
        return new Condition.Agrees(left, bare(term), comparing.compare(Operator.EQUAL, term, no, other.span()), span);
    }
}
