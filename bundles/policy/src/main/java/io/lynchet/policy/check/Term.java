// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.policy.check;

import io.lynchet.api.schema.Field;
import io.lynchet.policy.syntax.Operator;
import io.lynchet.policy.syntax.Span;
import java.util.List;

/** A value of a checked expression. */
public sealed interface Term {
    Type type();

    Span span();

    /**
     * Returns this term, where only a value of the given shape makes sense. It matters for a function that was missing
     * at load: its result is checked against the shape at evaluation.
     */
    default Term expecting(Type.Shape shape) {
        return this;
    }

    /** Returns whether it calls a policy function anywhere. */
    default boolean calls() {
        return false;
    }

    /** @param value a row value or null */
    record Constant(Object value, Type type, Span span) implements Term {
        /** Returns a stand-in for a part with an error, so that the error is reported only once. */
        static Constant broken(Span span) {
            return new Constant(null, Type.ANY, span);
        }
    }

    record FieldOf(Place place, Field field, Span span) implements Term {
        @Override
        public Type type() {
            return Type.of(field.type());
        }
    }

    /** The row that a field is taken from. */
    enum Place {
        /** {@code data}: the row that the policy is about. */
        DATA,
        /** {@code existing}: that row as it is stored. */
        EXISTING,
        /** A plain name: the candidate row of the innermost {@code exists}. */
        INNER
    }

    record Auth(AuthValue value, Span span) implements Term {
        @Override
        public Type type() {
            return value.type();
        }
    }

    record Now(Span span) implements Term {
        @Override
        public Type type() {
            return Type.DATETIME;
        }
    }

    /** {@code input.x} of an action policy. */
    record Input(List<String> path, Span span) implements Term {
        public Input {
            path = List.copyOf(path);
        }

        @Override
        public Type type() {
            return Type.ANY;
        }
    }

    record Arithmetic(Operator operator, Term left, Term right, Type type, Span span) implements Term {
        @Override
        public boolean calls() {
            return left.calls() || right.calls();
        }
    }

    /**
     * A call of a policy function.
     *
     * @param type of the result; {@link Type#ANY} when the function was missing at load
     * @param wanted class of the results that make sense at the call
     */
    record Call(String name, List<Term> arguments, Type type, Class<?> wanted, Span span) implements Term {
        public Call {
            arguments = List.copyOf(arguments);
        }

        @Override
        public boolean calls() {
            return true;
        }

        @Override
        public Term expecting(Type.Shape shape) {
            return type.is(Type.Shape.ANY) ? new Call(name, arguments, type, shape.valueClass(), span) : this;
        }
    }
}
