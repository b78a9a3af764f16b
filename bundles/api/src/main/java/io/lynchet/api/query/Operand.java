// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.query;

import io.lynchet.api.schema.Field;
import io.lynchet.api.schema.FieldType;
import java.util.List;
import java.util.function.Function;

/** A value inside a filter. It evaluates to null when absent. */
public sealed interface Operand {
    /** Returns the value for the row in scope, or null for absent. */
    Object value(Scope scope);

    /**
     * A field of the row at a depth.
     *
     * @param depth 0 for the filtered row, 1 for the row outside the innermost {@code exists}, and so on
     */
    record FieldRef(int depth, Field field) implements Operand {
        @Override
        public Object value(Scope scope) {
            return scope.at(depth).get(field.ordinal());
        }
    }

    /**
     * A constant.
     *
     * @param value a row value; null is allowed and makes every comparison false, except {@link Comparison#NOT_EQUAL}
     */
    record Literal(Object value) implements Operand {
        @Override
        public Object value(Scope scope) {
            return value;
        }
    }

    /**
     * A computation, such as arithmetic or a call of a policy function. Stores can't translate it; they evaluate its
     * filter with {@link Filter#matches}.
     *
     * @param name for messages and explanations
     * @param type the type of the result
     * @param code receives the argument values in order and must be free of side effects; null means absent
     */
    record Computed(String name, List<Operand> arguments, FieldType type, Function<List<Object>, Object> code)
            implements Operand {
        public Computed {
            arguments = List.copyOf(arguments);
        }

        @Override
        public Object value(Scope scope) {
            Object[] values = new Object[arguments.size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = arguments.get(i).value(scope);
            }
            return code.apply(java.util.Collections.unmodifiableList(java.util.Arrays.asList(values)));
        }
    }
}
