// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.policy;

import io.lynchet.api.manifest.Diagnostic;
import io.lynchet.api.manifest.SourcePosition;
import io.lynchet.api.policy.PolicyRule;
import io.lynchet.api.policy.PolicyRule.Expression;
import io.lynchet.api.policy.PolicyRule.Slot;
import io.lynchet.api.schema.Entity;
import io.lynchet.api.schema.Schema;
import io.lynchet.json.DidYouMean;
import io.lynchet.policy.check.ConditionChecker;
import io.lynchet.policy.check.Surroundings;
import io.lynchet.policy.rule.Clause;
import io.lynchet.policy.rule.Functions;
import io.lynchet.policy.syntax.Finding;
import io.lynchet.policy.syntax.Node;
import io.lynchet.policy.syntax.Parser;
import io.lynchet.policy.syntax.SyntaxException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Reads the policies of one manifest and gathers what is wrong with them. */
final class PolicyReader {
    private final Schema schema;
    private final Functions functions;
    private final List<Diagnostic> diagnostics = new ArrayList<>();

    PolicyReader(Schema schema, Functions functions) {
        this.schema = schema;
        this.functions = functions;
    }

    List<Diagnostic> diagnostics() {
        return List.copyOf(diagnostics);
    }

    /** One policy about an entity. */
    record Policy(Entity entity, Map<Slot, Clause> clauses) {}

    /** The policy, or null when it is about an action or about nothing that exists. */
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
        if (rule.expressions().values().stream().allMatch(PolicyReader::isMissing)) {
            warn(rule, "POLICY_EMPTY", "it has no expression, so it says nothing");
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
                warn(
                        rule,
                        "POLICY_SLOT_UNUSED",
                        "action policies are asked for 'allow' only, not for '" + slot.key() + "'");
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
            Node node = Parser.parse(text);
            Surroundings around = new Surroundings(schema, entity, null, functions::signature);
            ConditionChecker.Checked checked = ConditionChecker.check(node, around);
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
     * The place in the manifest. A JSON string has no line breaks, so it is on the line of the first character; characters that JSON has to
     * escape are counted as they are usually escaped. Off by a few columns when others are escaped, too.
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
