// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.query;

import io.lynchet.api.schema.Entity;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * A condition on rows. Immutable. {@link #matches} is the definition: whatever a store does with a filter must give the same rows.
 *
 * <p>Fields are referred to by ordinal, so a filter belongs to one generation of the schema. The types of both sides have been checked by
 * whoever built it; sides of different kinds compare as unequal.
 */
public sealed interface Filter {
    /** Whether the row in scope fulfils this. A comparison with an absent operand is false; {@link Not} is the plain negation. */
    boolean matches(Scope scope);

    /** Conjunction, simplified: constants vanish; {@link Constant#TRUE} for no parts. */
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

    /** Disjunction, simplified: constants vanish; {@link Constant#FALSE} for no parts. */
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

    /** Negation, simplified: two of them cancel out. */
    static Filter not(Filter part) {
        if (part instanceof Constant constant) {
            return constant.value() ? Constant.FALSE : Constant.TRUE;
        }
        return part instanceof Not twice ? twice.part() : new Not(part);
    }

    /** Shows this and every condition inside it, also those inside of {@link Exists}, from the outside in. */
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

    /** All searches for other rows in this condition, those inside of others too. */
    default List<Exists> searches() {
        List<Exists> found = new ArrayList<>(0);
        walk(part -> {
            if (part instanceof Exists exists) {
                found.add(exists);
            }
        });
        return found;
    }

    /** Both this and the other. */
    default Filter and(Filter other) {
        return all(List.of(this, other));
    }

    /** Every row, or none. */
    record Constant(boolean value) implements Filter {
        public static final Filter TRUE = new Constant(true);
        public static final Filter FALSE = new Constant(false);

        @Override
        public boolean matches(Scope scope) {
            return value;
        }
    }

    /** All parts hold; true for no parts. */
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

    /** At least one part holds; false for no parts. */
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

    /** The part does not hold. */
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

    /** The operand is absent. */
    record IsNull(Operand operand) implements Filter {
        @Override
        public boolean matches(Scope scope) {
            return operand.value(scope) == null;
        }
    }

    /** True when a boolean operand is true; absent counts as false. */
    record IsTrue(Operand operand) implements Filter {
        @Override
        public boolean matches(Scope scope) {
            return Boolean.TRUE.equals(operand.value(scope));
        }
    }

    /**
     * Membership.
     *
     * @param values no nulls; an empty list matches nothing
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
     * Whether another entity has a matching row.
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
