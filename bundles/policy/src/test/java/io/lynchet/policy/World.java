// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.policy;

import io.lynchet.api.Diagnostic;
import io.lynchet.api.SourcePosition;
import io.lynchet.api.manifest.PolicyRule;
import io.lynchet.api.manifest.PolicyRule.Slot;
import io.lynchet.api.policy.AccessRule;
import io.lynchet.api.policy.Action;
import io.lynchet.api.policy.PolicyContext;
import io.lynchet.api.policy.PolicySet;
import io.lynchet.api.principal.Principal;
import io.lynchet.api.query.Filter;
import io.lynchet.api.query.RowSource;
import io.lynchet.api.query.Scope;
import io.lynchet.api.row.Draft;
import io.lynchet.api.row.Row;
import io.lynchet.api.schema.Entity;
import io.lynchet.api.schema.Field;
import io.lynchet.api.schema.FieldType;
import io.lynchet.api.schema.Schema;
import io.lynchet.testkit.osgi.ServiceRegistryContext;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A small schema with an engine, and rows to ask it about. */
final class World implements RowSource {
    static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    static final Entity USER =
            new Entity("User", List.of(Field.of("name", FieldType.STRING, true)), List.of(), List.of(), true);
    static final Entity MEMBER = new Entity(
            "Member",
            List.of(
                    Field.of("userId", FieldType.reference("User"), true),
                    Field.of("team", FieldType.STRING, true),
                    Field.of("level", FieldType.INT, true)),
            List.of(),
            List.of(),
            true);
    static final Entity TODO = new Entity(
            "Todo",
            List.of(
                    Field.of("ownerId", FieldType.reference("User"), true),
                    Field.of("title", FieldType.STRING, true),
                    Field.of("team", FieldType.STRING, true),
                    Field.of("rank", FieldType.INT, true),
                    Field.of("score", FieldType.FLOAT, true),
                    Field.of("done", FieldType.BOOL, true),
                    Field.of("due", FieldType.DATETIME, true),
                    Field.of("meta", FieldType.JSON, true),
                    Field.of("state", FieldType.enumOf(List.of("open", "closed")), true),
                    Field.of("body", FieldType.RICHTEXT, true)),
            List.of(),
            List.of(),
            true);
    static final Entity SESSION =
            new Entity("_Session", List.of(Field.of("userId", FieldType.STRING, true)), List.of(), List.of(), false);
    static final Schema SCHEMA = new Schema(List.of(USER, MEMBER, TODO, SESSION));

    final ServiceRegistryContext context = new ServiceRegistryContext();
    final ExpressionPolicyEngine engine = new ExpressionPolicyEngine();
    final List<Row> rows = new ArrayList<>();

    World() {
        engine.activate(context);
    }

    static Row row(Entity entity, Object... namesAndValues) {
        Draft draft = new Draft(entity);
        draft.set("id", "r1");
        for (int i = 0; i < namesAndValues.length; i += 2) {
            draft.set((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return draft.toRow();
    }

    static Row todo(Object... namesAndValues) {
        return row(TODO, namesAndValues);
    }

    static PolicyContext as(Principal principal) {
        return new PolicyContext(principal, NOW);
    }

    static PolicyContext user(String id) {
        return as(Principal.user(id));
    }

    static PolicyContext anonymous() {
        return as(Principal.ANONYMOUS);
    }

    static PolicyContext withRoles(String... roles) {
        return as(new Principal("u1", "u1@example.org", "t1", Set.of(roles), false, false));
    }

    static PolicyRule policy(String name, String entity, Object... slotsAndTexts) {
        Map<Slot, PolicyRule.Expression> expressions = new java.util.EnumMap<>(Slot.class);
        for (int i = 0; i < slotsAndTexts.length; i += 2) {
            expressions.put(
                    (Slot) slotsAndTexts[i],
                    new PolicyRule.Expression(
                            (String) slotsAndTexts[i + 1], new SourcePosition("manifest.json", 7, 20)));
        }
        return new PolicyRule(name, entity, null, expressions);
    }

    PolicySet compile(PolicyRule... rules) {
        return engine.compile(SCHEMA, List.of(rules));
    }

    List<Diagnostic> diagnose(String text) {
        return compile(policy("p", "Todo", Slot.ALLOW, text)).diagnostics();
    }

    AccessRule rule(Action action, String text) {
        PolicySet set = compile(policy("p", "Todo", Slot.ALLOW, text));
        List<Diagnostic> errors = set.diagnostics().stream()
                .filter(each -> each.severity() == Diagnostic.Severity.ERROR)
                .toList();
        if (!errors.isEmpty()) {
            throw new AssertionError(text + ": " + errors);
        }
        return set.rule(TODO, action);
    }

    /** Whether reading is allowed, by both ways to find out, which must agree. */
    boolean reads(String text, PolicyContext context, Row row) {
        AccessRule rule = rule(Action.READ, text);
        boolean permitted = rule.permits(context, row, row, this);
        Filter filter = rule.filter(context);
        if (filter.matches(Scope.of(row, this)) != permitted) {
            throw new AssertionError(text + ": permits says " + permitted + ", the filter " + filter + " does not");
        }
        return permitted;
    }

    boolean updates(String text, PolicyContext context, Row before, Row after) {
        return rule(Action.UPDATE, text).permits(context, after, before, this);
    }

    @Override
    public boolean exists(Entity entity, Filter filter, Scope outer) {
        return rows.stream()
                .filter(row -> row.entity() == entity)
                .anyMatch(row -> filter.matches(new Scope(row, outer, this)));
    }
}
