// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.policy.rule;

import io.lynchet.api.LynchetException;
import io.lynchet.api.policy.Explanation;
import io.lynchet.api.policy.PolicyContext;
import io.lynchet.api.query.Filter;
import io.lynchet.api.query.RowSource;
import io.lynchet.api.query.Scope;
import io.lynchet.api.row.Row;
import io.lynchet.policy.check.Condition;
import io.lynchet.policy.check.Term;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The explainer of a rule's verdict, part by part. Slow: it compiles and evaluates each part by itself. */
final class Explainer {
    private static final int VALUE_CHARS_MAX = 200;

    private final PolicyContext context;
    private final PolicyFunctions functions;
    private final RowSource rows;

    Explainer(PolicyContext context, PolicyFunctions functions, RowSource rows) {
        this.context = context;
        this.functions = functions;
        this.rows = rows;
    }

    /** A row with its name. */
    private record View(String name, Scope scope, PartialEvaluator.Existing existing) {}

    Explanation explain(String what, List<Clause> clauses, CompiledRule rule, Row data, Row existing) {
        if (context.principal().admin()) {
            return new Explanation(what, "allowed: the caller is an admin", List.of());
        }
        if (clauses.isEmpty()) {
            return new Explanation(what, "denied: no policy allows it", List.of());
        }
        List<Explanation> parts = new ArrayList<>();
        for (Clause clause : clauses) {
            for (View view : views(rule, clause, data, existing)) {
                String label = clause.policy() + ", " + clause.slot().key() + view.name();
                Explanation whole = condition(clause.condition(), clause.text(), view);
                parts.add(new Explanation(label, whole.value(), List.of(whole)));
            }
        }
        return new Explanation(what, answer(rule, data, existing), parts);
    }

    private String answer(CompiledRule rule, Row data, Row existing) {
        if (data == null && rule.rowDependent()) {
            return "depends on the row";
        }
        try {
            boolean permitted = data == null
                    ? rule.filter(context).equals(Filter.Constant.TRUE)
                    : rule.permits(context, data, existing == null ? data : existing, rows);
            return permitted ? "allowed" : "denied";
        } catch (LynchetException e) {
            return "fails: " + e.code();
        }
    }

    private List<View> views(CompiledRule rule, Clause clause, Row data, Row existing) {
        PartialEvaluator.Existing mode = rule.existingOf(clause);
        if (data == null) {
            return List.of(new View("", null, mode));
        }
        Scope single = Scope.of(data, rows);
        if (!rule.twoRows() || existing == null) {
            PartialEvaluator.Existing one =
                    mode == PartialEvaluator.Existing.OUTER ? PartialEvaluator.Existing.SAME : mode;
            return List.of(new View("", single, one));
        }
        if (mode == PartialEvaluator.Existing.OUTER) {
            return List.of(new View("", new Scope(data, Scope.of(existing, rows), rows), mode));
        }
        return List.of(
                new View(" (on the row as it will be)", single, mode),
                new View(" (on the row as it is)", Scope.of(existing, rows), mode));
    }

    private Explanation condition(Condition condition, String text, View view) {
        List<Explanation> parts = new ArrayList<>();
        if (condition instanceof Condition.Junction junction) {
            junction.parts().forEach(part -> parts.add(condition(part, text, view)));
        } else if (condition instanceof Condition.Not not) {
            parts.add(condition(not.part(), text, view));
        } else if (condition instanceof Condition.Agrees agrees) {
            parts.add(condition(agrees.left(), text, view));
            parts.add(condition(agrees.whenTrue(), text, view));
        } else if (!(condition instanceof Condition.Always) && !(condition instanceof Condition.Exists)) {
            for (Term term : OpaqueCondition.of(condition, Set.of()).terms()) {
                if (!(term instanceof Term.Constant)) {
                    parts.add(new Explanation(term.span().of(text), value(term, view), List.of()));
                }
            }
        }
        return new Explanation(condition.span().of(text), truth(condition, view), parts);
    }

    private String truth(Condition condition, View view) {
        try {
            Filter filter = new PartialEvaluator(context, view.existing(), functions).filter(condition);
            if (filter instanceof Filter.Constant constant) {
                return Boolean.toString(constant.value());
            }
            return view.scope() == null ? "depends on the row" : Boolean.toString(filter.matches(view.scope()));
        } catch (LynchetException e) {
            return "fails: " + e.code();
        }
    }

    private String value(Term term, View view) {
        try {
            String shown = new PartialEvaluator(context, view.existing(), functions).shown(term, view.scope());
            return shown.length() <= VALUE_CHARS_MAX ? shown : shown.substring(0, VALUE_CHARS_MAX) + "...";
        } catch (LynchetException e) {
            return "fails: " + e.code();
        } catch (PolicyFunctions.CallFailed e) {
            return "failed; see the log";
        }
    }
}
