// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.policy.check;

import io.lynchet.api.query.Comparison;
import io.lynchet.api.query.TextMatch;
import io.lynchet.api.schema.Entity;
import io.lynchet.policy.syntax.Span;
import java.util.List;

/** A checked expression that is true or false, never absent. */
public sealed interface Condition {
    Span span();

    /** Returns about how many filters it compiles to. */
    default int weight() {
        return 1;
    }

    record Always(boolean value, Span span) implements Condition {}

    /** All parts (every) or at least one, evaluated from the left and no further than needed. */
    record Junction(boolean every, List<Condition> parts, Span span) implements Condition {
        public Junction {
            parts = List.copyOf(parts);
        }

        @Override
        public int weight() {
            return 1 + parts.stream().mapToInt(Condition::weight).sum();
        }
    }

    record Not(Condition part, Span span) implements Condition {
        @Override
        public int weight() {
            return 1 + part.weight();
        }
    }

    record Compare(Term left, Comparison comparison, Term right, Span span) implements Condition {}

    record Text(Term text, TextMatch match, Term pattern, Span span) implements Condition {}

    record IsNull(Term term, Span span) implements Condition {}

    /** A boolean value as a condition; absent counts as false. */
    record IsTrue(Term term, Span span) implements Condition {}

    record Member(Term term, List<Term> items, Span span) implements Condition {
        public Member {
            items = List.copyOf(items);
        }

        @Override
        public int weight() {
            return 1 + items.size();
        }
    }

    /** The condition that the caller has the role with that name. */
    record InRoles(Term role, Span span) implements Condition {}

    /**
     * The condition that another one equals a boolean. An absent boolean equals nothing.
     *
     * @param whenTrue true when the other side is true
     * @param whenFalse true when the other side is false
     */
    record Agrees(Condition left, Condition whenTrue, Condition whenFalse, Span span) implements Condition {
        /** Returns the same condition made of simpler parts. */
        public Condition expanded() {
            return new Junction(
                    false,
                    List.of(
                            new Junction(true, List.of(left, whenTrue), span),
                            new Junction(true, List.of(new Not(left, span), whenFalse), span)),
                    span);
        }

        @Override
        public int weight() {
            return 4 + 2 * left.weight() + whenTrue.weight() + whenFalse.weight();
        }
    }

    record Exists(Entity entity, Condition condition, Span span) implements Condition {
        @Override
        public int weight() {
            return 1 + condition.weight();
        }
    }
}
