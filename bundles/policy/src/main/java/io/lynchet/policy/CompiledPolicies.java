// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.policy;

import io.lynchet.api.Diagnostic;
import io.lynchet.api.manifest.PolicyRule.Slot;
import io.lynchet.api.policy.AccessRule;
import io.lynchet.api.policy.Action;
import io.lynchet.api.policy.PolicySet;
import io.lynchet.api.schema.Entity;
import io.lynchet.api.schema.Schema;
import io.lynchet.policy.rule.Clause;
import io.lynchet.policy.rule.CompiledRule;
import io.lynchet.policy.rule.PolicyFunctions;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/** The compiled rules of all entities. Immutable, apart from the caches of the rules. */
final class CompiledPolicies implements PolicySet {
    /** The slots of a policy for each action; the first with an expression applies. */
    private static final Map<Action, List<Slot>> FALLBACK = Map.of(
            Action.READ, List.of(Slot.READ, Slot.ALLOW),
            Action.INSERT, List.of(Slot.INSERT, Slot.WRITE, Slot.ALLOW),
            Action.UPDATE, List.of(Slot.UPDATE, Slot.WRITE, Slot.ALLOW),
            Action.DELETE, List.of(Slot.DELETE, Slot.WRITE, Slot.ALLOW));

    private final List<Diagnostic> diagnostics;
    private final PolicyFunctions functions;
    private final IdentityHashMap<Entity, Map<Action, AccessRule>> rules = new IdentityHashMap<>();

    /** @param policies ignored when a diagnostic is an error */
    CompiledPolicies(
            Schema schema,
            List<PolicyCompiler.Policy> policies,
            List<Diagnostic> diagnostics,
            PolicyFunctions functions) {
        this.diagnostics = List.copyOf(diagnostics);
        this.functions = functions;
        boolean broken = diagnostics.stream().anyMatch(each -> each.severity() == Diagnostic.Severity.ERROR);
        for (Entity entity : schema.entities()) {
            Map<Action, AccessRule> ofEntity = new EnumMap<>(Action.class);
            for (Action action : Action.values()) {
                List<Clause> clauses = broken ? List.of() : clauses(entity, action, policies);
                ofEntity.put(action, new CompiledRule(entity, action, clauses, functions));
            }
            rules.put(entity, ofEntity);
        }
    }

    private static List<Clause> clauses(Entity entity, Action action, List<PolicyCompiler.Policy> policies) {
        List<Clause> clauses = new ArrayList<>();
        for (PolicyCompiler.Policy policy : policies) {
            if (policy.entity() == entity) {
                FALLBACK.get(action).stream()
                        .filter(policy.clauses()::containsKey)
                        .findFirst()
                        .ifPresent(slot -> clauses.add(policy.clauses().get(slot)));
            }
        }
        return clauses;
    }

    @Override
    public List<Diagnostic> diagnostics() {
        return diagnostics;
    }

    @Override
    public AccessRule rule(Entity entity, Action action) {
        Map<Action, AccessRule> ofEntity = rules.get(entity);
        return ofEntity != null ? ofEntity.get(action) : new CompiledRule(entity, action, List.of(), functions);
    }
}
