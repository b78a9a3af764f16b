// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.policy.rule;

import io.lynchet.policy.check.Condition;
import io.lynchet.policy.check.Term;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * A condition on some values, without the structure that a store could use.
 *
 * @param terms the values
 * @param test receives the values in order, null for absent
 */
record OpaqueCondition(List<Term> terms, Predicate<List<Object>> test) {
    /** Returns the opaque form of a condition that holds no other condition. */
    static OpaqueCondition of(Condition condition, Set<String> roles) {
        if (condition instanceof Condition.Compare compare) {
            return new OpaqueCondition(
                    List.of(compare.left(), compare.right()),
                    values -> compare.comparison().holds(values.get(0), values.get(1)));
        }
        if (condition instanceof Condition.Text text) {
            return new OpaqueCondition(
                    List.of(text.text(), text.pattern()), values -> text.match().holds(values.get(0), values.get(1)));
        }
        if (condition instanceof Condition.IsNull isNull) {
            return new OpaqueCondition(List.of(isNull.term()), values -> values.get(0) == null);
        }
        if (condition instanceof Condition.IsTrue isTrue) {
            return new OpaqueCondition(List.of(isTrue.term()), values -> Boolean.TRUE.equals(values.get(0)));
        }
        if (condition instanceof Condition.InRoles inRoles) {
            return new OpaqueCondition(
                    List.of(inRoles.role()), values -> values.get(0) != null && roles.contains(values.get(0)));
        }
        if (condition instanceof Condition.Member member) {
            List<Term> terms = new java.util.ArrayList<>(List.of(member.term()));
            terms.addAll(member.items());
            return new OpaqueCondition(List.copyOf(terms), OpaqueCondition::firstAmongOthers);
        }
        throw new IllegalArgumentException(condition.toString());
    }

    private static boolean firstAmongOthers(List<Object> values) {
        Object wanted = values.get(0);
        return values.stream().skip(1).anyMatch(value -> io.lynchet.api.query.Comparison.EQUAL.holds(wanted, value));
    }

    boolean calls() {
        return terms.stream().anyMatch(Term::calls);
    }
}
