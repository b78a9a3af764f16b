// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.query;

import io.lynchet.api.schema.Entity;
import io.lynchet.api.schema.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * A condition on rows. Immutable. {@link #matches} is the definition: every store must return the same rows for a
 * filter.
 *
 * <p>A filter refers to fields by ordinal, so it belongs to one generation of the schema. The builder of a filter has
 * checked the types of both sides; sides of different kinds compare as unequal.
 */
public sealed interface Filter {
    /**
     * Returns whether the row in scope matches. A comparison with an absent operand is false; {@link Not} is the plain
     * negation.
     */
    boolean matches(Scope scope);

    /** Returns a filter for rows whose field compares so with the value, as in {@link Compare}. */
    static Filter compare(Field field, Comparison comparison, Object value) {
        return new Compare(new Operand.FieldRef(0, field), comparison, new Operand.Literal(value));
    }

    /** Returns the conjunction, simplified: constants vanish; {@link Constant#TRUE} for no parts. */
    static Filter all(List<Filter> parts) {
        List<Filter> kept = new ArrayList<>();
        for (Filter part : parts) {
            if (part.equals(Constant.FALSE)) {
                return Constant.FALSE;
            }
            if (!part.equals(Constant.TRUE)) {
                kept.add(part);
            }
        }
        return kept.isEmpty() ? Constant.TRUE : kept.size() == 1 ? kept.get(0) : new All(kept);
    }

    /** Returns the disjunction, simplified: constants vanish; {@link Constant#FALSE} for no parts. */
    static Filter any(List<Filter> parts) {
        List<Filter> kept = new ArrayList<>();
        for (Filter part : parts) {
            if (part.equals(Constant.TRUE)) {
                return Constant.TRUE;
            }
            if (!part.equals(Constant.FALSE)) {
                kept.add(part);
            }
        }
        return kept.isEmpty() ? Constant.FALSE : kept.size() == 1 ? kept.get(0) : new Any(kept);
    }

    /** Returns the negation, simplified: two of them cancel out. */
    static Filter not(Filter part) {
        if (part instanceof Constant constant) {
            return constant.value() ? Constant.FALSE : Constant.TRUE;
        }
        return part instanceof Not twice ? twice.part() : new Not(part);
    }

    /**
     * Passes this and every condition inside it to the visitor, from the outside in, including those inside
     * {@link Exists}.
     */
    default void walk(Consumer<Filter> visitor) {
        visitor.accept(this);
        if (this instanceof All all) {
            all.parts().forEach(part -> part.walk(visitor));
        } else if (this instanceof Any any) {
            any.parts().forEach(part -> part.walk(visitor));
        } else if (this instanceof Not not) {
            not.part().walk(visitor);
        } else if (this instanceof Exists exists) {
            exists.filter().walk(visitor);
        }
    }

    /** Returns all searches for other rows in this condition, including nested ones. */
    default List<Exists> searches() {
        List<Exists> found = new ArrayList<>(0);
        walk(part -> {
            if (part instanceof Exists exists) {
                found.add(exists);
            }
        });
        return found;
    }

    /** Returns the conjunction of this and the other. */
    default Filter and(Filter other) {
        return all(List.of(this, other));
    }

    /** A filter that matches every row, or none. */
    record Constant(boolean value) implements Filter {
        public static final Filter TRUE = new Constant(true);
        public static final Filter FALSE = new Constant(false);

        @Override
        public boolean matches(Scope scope) {
            return value;
        }
    }

    /** A conjunction: all parts hold; true for no parts. */
    record All(List<Filter> parts) implements Filter {
        public All {
            parts = List.copyOf(parts);
        }

        @Override
        public boolean matches(Scope scope) {
            for (Filter part : parts) {
                if (!part.matches(scope)) {
                    return false;
                }
            }
            return true;
        }
    }

    /** A disjunction: at least one part holds; false for no parts. */
    record Any(List<Filter> parts) implements Filter {
        public Any {
            parts = List.copyOf(parts);
        }

        @Override
        public boolean matches(Scope scope) {
            for (Filter part : parts) {
                if (part.matches(scope)) {
                    return true;
                }
            }
            return false;
        }
    }

    /** A negation: the part does not hold. */
    record Not(Filter part) implements Filter {
        @Override
        public boolean matches(Scope scope) {
            return !part.matches(scope);
        }
    }

    /** A comparison; false when a side is absent, except for unequal, which is the negation of equal. */
    record Compare(Operand left, Comparison comparison, Operand right) implements Filter {
        @Override
        public boolean matches(Scope scope) {
            return comparison.holds(left.value(scope), right.value(scope));
        }
    }

    /** A text match; false when a side is absent. */
    record Text(Operand text, TextMatch match, Operand pattern) implements Filter {
        @Override
        public boolean matches(Scope scope) {
            return match.holds(text.value(scope), pattern.value(scope));
        }
    }

    /** A test whether the operand is absent. */
    record IsNull(Operand operand) implements Filter {
        @Override
        public boolean matches(Scope scope) {
            return operand.value(scope) == null;
        }
    }

    /** A test whether a boolean operand is true; absent counts as false. */
    record IsTrue(Operand operand) implements Filter {
        @Override
        public boolean matches(Scope scope) {
            return Boolean.TRUE.equals(operand.value(scope));
        }
    }

    /**
     * A test whether the operand is one of several values.
     *
     * @param values without nulls; an empty list matches nothing
     */
    record In(Operand operand, List<Object> values) implements Filter {
        public In {
            values = List.copyOf(values);
        }

        @Override
        public boolean matches(Scope scope) {
            Object value = operand.value(scope);
            if (value == null) {
                return false;
            }
            for (Object candidate : values) {
                if (ValueOrder.same(value, candidate)) {
                    return true;
                }
            }
            return false;
        }
    }

    /**
     * A test whether another entity has a matching row.
     *
     * @param filter sees the other row at depth 0 and this one at depth 1
     */
    record Exists(Entity entity, Filter filter) implements Filter {
        @Override
        public boolean matches(Scope scope) {
            return scope.rows().exists(entity, filter, scope);
        }
    }
}
