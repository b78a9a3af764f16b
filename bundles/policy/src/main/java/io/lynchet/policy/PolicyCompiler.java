// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.policy;

import io.lynchet.api.Diagnostic;
import io.lynchet.api.SourcePosition;
import io.lynchet.api.manifest.PolicyRule;
import io.lynchet.api.manifest.PolicyRule.Expression;
import io.lynchet.api.manifest.PolicyRule.Slot;
import io.lynchet.api.schema.Entity;
import io.lynchet.api.schema.Schema;
import io.lynchet.json.DidYouMean;
import io.lynchet.policy.check.ConditionChecker;
import io.lynchet.policy.check.ExpressionScope;
import io.lynchet.policy.rule.Clause;
import io.lynchet.policy.rule.PolicyFunctions;
import io.lynchet.policy.syntax.Finding;
import io.lynchet.policy.syntax.Parser;
import io.lynchet.policy.syntax.SyntaxException;
import io.lynchet.policy.syntax.SyntaxNode;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The compiler of one manifest's policies, which gathers all their errors. */
final class PolicyCompiler {
    private final Schema schema;
    private final PolicyFunctions functions;
    private final List<Diagnostic> diagnostics = new ArrayList<>();

    PolicyCompiler(Schema schema, PolicyFunctions functions) {
        this.schema = schema;
        this.functions = functions;
    }

    List<Diagnostic> diagnostics() {
        return List.copyOf(diagnostics);
    }

    /** A policy about an entity. */
    record Policy(Entity entity, Map<Slot, Clause> clauses) {}

    /** Returns the policy, or null when it is about an action or about no existing entity. */
    Policy read(PolicyRule rule) {
        if ((rule.entity() == null) == (rule.operation() == null)) {
            problem(rule, "POLICY_TARGET", "it must name either an entity or an action", null);
            return null;
        }
        Entity entity = rule.entity() == null ? null : schema.entityOrNull(rule.entity());
        if (rule.entity() != null && (entity == null || entity.system())) {
            List<String> known = schema.entities().stream()
                    .filter(each -> !each.system())
                    .map(Entity::name)
                    .toList();
            String hint = DidYouMean.nearest(rule.entity(), known)
                    .map(near -> "did you mean " + near + "?")
                    .orElse(null);
            problem(rule, "POLICY_ENTITY_UNKNOWN", "there is no entity '" + rule.entity() + "'", hint);
            return null;
        }
        Map<Slot, Clause> clauses = clauses(rule, entity);
        if (rule.expressions().values().stream().allMatch(PolicyCompiler::isMissing)) {
            warn(rule, "POLICY_EMPTY", "it has no expression, so it has no effect");
        }
        return entity == null ? null : new Policy(entity, clauses);
    }

    private Map<Slot, Clause> clauses(PolicyRule rule, Entity entity) {
        Map<Slot, Clause> clauses = new EnumMap<>(Slot.class);
        for (Slot slot : Slot.values()) {
            Expression expression = rule.expressions().get(slot);
            if (expression == null || isMissing(expression)) {
                continue;
            }
            if (entity == null && slot != Slot.ALLOW) {
                warn(rule, "POLICY_SLOT_UNUSED", "action policies know 'allow' only, not '" + slot.key() + "'");
            }
            Clause clause = clause(rule, slot, expression, entity);
            if (clause != null) {
                clauses.put(slot, clause);
            }
        }
        return clauses;
    }

    private static boolean isMissing(Expression expression) {
        return expression.text().isBlank();
    }

    private Clause clause(PolicyRule rule, Slot slot, Expression expression, Entity entity) {
        String text = expression.text();
        try {
            SyntaxNode node = Parser.parse(text);
            ExpressionScope scope = new ExpressionScope(schema, entity, null, functions::signature);
            ConditionChecker.Checked checked = ConditionChecker.check(node, scope);
            checked.findings().forEach(finding -> report(rule, slot, expression, finding));
            return new Clause(rule.name(), slot, text, checked.condition());
        } catch (SyntaxException e) {
            report(rule, slot, expression, e.finding());
            return null;
        }
    }

    private void report(PolicyRule rule, Slot slot, Expression expression, Finding finding) {
        String message = "policy '" + rule.name() + "', " + slot.key() + ", character " + (finding.offset() + 1) + ": "
                + finding.message();
        diagnostics.add(new Diagnostic(
                finding.warning() ? Diagnostic.Severity.WARNING : Diagnostic.Severity.ERROR,
                finding.code(),
                message,
                place(expression, finding.offset()),
                finding.hint()));
    }

    private void problem(PolicyRule rule, String code, String message, String hint) {
        diagnostics.add(Diagnostic.error(code, "policy '" + rule.name() + "': " + message, anywhere(rule), hint));
    }

    private void warn(PolicyRule rule, String code, String message) {
        diagnostics.add(new Diagnostic(
                Diagnostic.Severity.WARNING, code, "policy '" + rule.name() + "': " + message, anywhere(rule), null));
    }

    // The policy itself has no position; its first expression is near.
    private static SourcePosition anywhere(PolicyRule rule) {
        for (Slot slot : Slot.values()) {
            Expression expression = rule.expressions().get(slot);
            if (expression != null) {
                return expression.position();
            }
        }
        return null;
    }

    /**
     * Returns the place in the manifest. A JSON string has no line breaks, so it is on the line of the first character.
     * Characters that JSON must escape are counted in their usual escapes; other escapes move the column by a few.
     */
    private static SourcePosition place(Expression expression, int offset) {
        SourcePosition start = expression.position();
        if (start == null || start.line() == 0) {
            return start;
        }
        int columns = 0;
        for (int i = 0; i < offset; i++) {
            char c = expression.text().charAt(i);
            boolean brief = c == '"' || c == '\\' || (c >= '\b' && c <= '\r' && c != 0x0b);
            columns += brief ? 2 : c < ' ' ? 6 : 1;
        }
        return start.plus(columns);
    }
}
