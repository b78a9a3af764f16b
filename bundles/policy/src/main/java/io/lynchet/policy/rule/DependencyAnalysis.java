// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.policy.rule;

import io.lynchet.api.principal.Principal;
import io.lynchet.policy.check.Condition;
import io.lynchet.policy.check.Term;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** The analysis of what conditions depend on. */
final class DependencyAnalysis {
    private final Map<String, Function<Principal, Object>> inputs = new LinkedHashMap<>();
    private final Set<String> calls = new TreeSet<>();
    private boolean now;
    private boolean data;
    private boolean existing;
    private boolean exists;

    static DependencyAnalysis of(List<Condition> conditions) {
        DependencyAnalysis survey = new DependencyAnalysis();
        conditions.forEach(survey::visit);
        return survey;
    }

    /** Returns the properties of the caller by name. */
    Map<String, Function<Principal, Object>> inputs() {
        return Collections.unmodifiableMap(inputs);
    }

    /** Returns the names of the called functions. */
    Set<String> calls() {
        return Collections.unmodifiableSet(calls);
    }

    boolean now() {
        return now;
    }

    boolean data() {
        return data;
    }

    boolean existing() {
        return existing;
    }

    boolean exists() {
        return exists;
    }

    private void visit(Condition condition) {
        if (condition instanceof Condition.Junction junction) {
            junction.parts().forEach(this::visit);
        } else if (condition instanceof Condition.Not not) {
            visit(not.part());
        } else if (condition instanceof Condition.Agrees agrees) {
            visit(agrees.left());
            visit(agrees.whenTrue());
            visit(agrees.whenFalse());
        } else if (condition instanceof Condition.Exists inner) {
            exists = true;
            visit(inner.condition());
        } else if (condition instanceof Condition.InRoles inRoles) {
            roles(inRoles.role());
        } else if (!(condition instanceof Condition.Always)) {
            OpaqueCondition.of(condition, Set.of()).terms().forEach(this::visit);
        }
    }

    private void roles(Term role) {
        if (role instanceof Term.Constant constant) {
            Object name = constant.value();
            inputs.put(
                    "auth.hasRole('" + name + "')",
                    principal -> name != null && principal.roles().contains(name));
        } else {
            inputs.put("auth.roles", Principal::roles);
            visit(role);
        }
    }

    private void visit(Term term) {
        if (term instanceof Term.FieldOf field) {
            data |= field.place() == Term.Place.DATA;
            existing |= field.place() == Term.Place.EXISTING;
        } else if (term instanceof Term.Auth auth) {
            inputs.put(auth.value().toString(), auth.value()::of);
        } else if (term instanceof Term.Now) {
            now = true;
        } else if (term instanceof Term.Arithmetic arithmetic) {
            visit(arithmetic.left());
            visit(arithmetic.right());
        } else if (term instanceof Term.Call call) {
            calls.add(call.name());
            call.arguments().forEach(this::visit);
        }
    }
}
