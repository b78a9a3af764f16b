// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.policy.rule;

import io.lynchet.api.policy.AccessRule;
import io.lynchet.api.policy.Action;
import io.lynchet.api.policy.Explanation;
import io.lynchet.api.policy.PolicyContext;
import io.lynchet.api.principal.Principal;
import io.lynchet.api.query.Filter;
import io.lynchet.api.query.RowSource;
import io.lynchet.api.query.Scope;
import io.lynchet.api.row.Row;
import io.lynchet.api.schema.Entity;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * The clauses about one action on one entity, all of which must be true.
 *
 * <p>A clause about an update that does not mention {@code existing} must be true for the row before and after the
 * update. One that does is evaluated once, with both.
 */
public final class CompiledRule implements AccessRule {
    /** The key of callers who may do everything. */
    private static final Object ADMIN_KEY = List.of("admin");

    private final Entity entity;
    private final Action action;
    private final List<Clause> clauses;
    private final PolicyFunctions functions;
    private final List<Clause> alone = new ArrayList<>();
    private final List<Clause> paired = new ArrayList<>();
    private final Set<String> inputs;
    private final List<Function<Principal, Object>> getters;
    private final boolean rowDependent;
    private final ResidualCache cache;

    /** @param clauses none to permit admins only */
    public CompiledRule(Entity entity, Action action, List<Clause> clauses, PolicyFunctions functions) {
        this.entity = entity;
        this.action = action;
        this.clauses = List.copyOf(clauses);
        this.functions = functions;
        for (Clause clause : clauses) {
            boolean pair = action == Action.UPDATE
                    && DependencyAnalysis.of(List.of(clause.condition())).existing();
            (pair ? paired : alone).add(clause);
        }
        DependencyAnalysis survey =
                DependencyAnalysis.of(clauses.stream().map(Clause::condition).toList());
        this.inputs = names(survey);
        this.getters = List.copyOf(survey.inputs().values());
        this.rowDependent = survey.data() || survey.exists() || (survey.existing() && action != Action.INSERT);
        this.cache = new ResidualCache(survey.now() || !survey.calls().isEmpty());
    }

    private static Set<String> names(DependencyAnalysis survey) {
        Set<String> names = new LinkedHashSet<>(survey.inputs().keySet());
        if (survey.now()) {
            names.add("now");
        }
        survey.calls().forEach(name -> names.add(name + "()"));
        return Collections.unmodifiableSet(names);
    }

    @Override
    public boolean permits(PolicyContext context, Row data, Row existing, RowSource rows) {
        if (context.principal().admin()) {
            return true;
        }
        ResidualRule special = special(context);
        if (action != Action.UPDATE) {
            return special.filter().matches(Scope.of(data, rows));
        }
        return special.alone().matches(Scope.of(data, rows))
                && special.alone().matches(Scope.of(existing, rows))
                && special.paired().matches(new Scope(data, Scope.of(existing, rows), rows));
    }

    @Override
    public Filter filter(PolicyContext context) {
        return context.principal().admin()
                ? Filter.Constant.TRUE
                : special(context).filter();
    }

    @Override
    public boolean rowDependent() {
        return rowDependent;
    }

    @Override
    public Set<String> inputs() {
        return inputs;
    }

    @Override
    public Object groupKey(PolicyContext context) {
        return context.principal().admin() ? ADMIN_KEY : key(context.principal());
    }

    @Override
    public Explanation explain(PolicyContext context, Row data, Row existing, RowSource rows) {
        return new Explainer(context, functions, rows).explain(entity + " " + action, clauses, this, data, existing);
    }

    /** Returns how the clause sees {@code existing} when the two rows may differ. */
    PartialEvaluator.Existing existingOf(Clause clause) {
        return action == Action.INSERT
                ? PartialEvaluator.Existing.ABSENT
                : paired.contains(clause) ? PartialEvaluator.Existing.OUTER : PartialEvaluator.Existing.SAME;
    }

    boolean twoRows() {
        return action == Action.UPDATE;
    }

    private Object key(Principal principal) {
        Object[] values = new Object[getters.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = getters.get(i).apply(principal);
        }
        return Arrays.asList(values);
    }

    private ResidualRule special(PolicyContext context) {
        Object key = key(context.principal());
        ResidualRule special = cache.get(key, context.now());
        if (special == null) {
            special = specialize(context);
            cache.put(key, context.now(), special);
        }
        return special;
    }

    private ResidualRule specialize(PolicyContext context) {
        if (clauses.isEmpty()) {
            return ResidualRule.DENIED;
        }
        PartialEvaluator single = new PartialEvaluator(
                context,
                action == Action.INSERT ? PartialEvaluator.Existing.ABSENT : PartialEvaluator.Existing.SAME,
                functions);
        Filter alone = all(single, this.alone);
        Filter filter = alone.and(all(single, paired));
        Filter pair = all(new PartialEvaluator(context, PartialEvaluator.Existing.OUTER, functions), paired);
        if (!rowDependent && !(filter instanceof Filter.Constant)) {
            // A function is missing and no row can make up for it, so this fails.
            boolean answer = filter.matches(new Scope(null, null, RowSource.NONE));
            filter = answer ? Filter.Constant.TRUE : Filter.Constant.FALSE;
            return new ResidualRule(filter, filter, filter);
        }
        return new ResidualRule(filter, alone, pair);
    }

    private static Filter all(PartialEvaluator specializer, List<Clause> clauses) {
        return Filter.all(clauses.stream()
                .map(clause -> specializer.filter(clause.condition()))
                .toList());
    }
}
