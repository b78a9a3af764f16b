// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.policy.rule;

import io.lynchet.api.LynchetException;
import io.lynchet.api.policy.PolicyContext;
import io.lynchet.api.query.Comparison;
import io.lynchet.api.query.Filter;
import io.lynchet.api.query.Operand;
import io.lynchet.api.query.Scope;
import io.lynchet.api.schema.FieldType;
import io.lynchet.policy.check.Condition;
import io.lynchet.policy.check.Term;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The compiler of conditions to filters for one caller. Values of the caller and the time become constants, and what
 * follows from constants is computed.
 *
 * <p>Only the filter is ever evaluated, here and in the stores, so a rule has one meaning.
 */
final class PartialEvaluator {
    /** The place of {@code existing}. */
    enum Existing {
        /** It is the same row as {@code data}. */
        SAME,
        /** In the scope around {@code data}. */
        OUTER,
        /** There is none, so all its fields are absent. */
        ABSENT
    }

    private final PolicyContext context;
    private final Existing existing;
    private final PolicyFunctions functions;

    PartialEvaluator(PolicyContext context, Existing existing, PolicyFunctions functions) {
        this.context = context;
        this.existing = existing;
        this.functions = functions;
    }

    Filter filter(Condition condition) {
        return filter(condition, 0, false);
    }

    /**
     * Returns the value of the term, as text for people.
     *
     * @param scope null when there is no row
     */
    String shown(Term term, Scope scope) {
        List<Operand> leaves = new ArrayList<>();
        ComputedValue code = code(term, 0, leaves);
        if (scope == null && !leaves.isEmpty()) {
            return "depends on the row";
        }
        List<Object> fields = new ArrayList<>();
        leaves.forEach(leaf -> fields.add(leaf.value(scope)));
        Object value = code.value(fields);
        return value instanceof String ? "'" + value + "'" : Objects.toString(value, "absent");
    }

    /**
     * @param depth the number of {@code exists} around it
     * @param negated whether it is under an odd number of negations
     */
    private Filter filter(Condition condition, int depth, boolean negated) {
        if (condition instanceof Condition.Always always) {
            return always.value() ? Filter.Constant.TRUE : Filter.Constant.FALSE;
        }
        if (condition instanceof Condition.Junction junction) {
            return junction(junction, depth, negated);
        }
        if (condition instanceof Condition.Not not) {
            return negation(filter(not.part(), depth, !negated));
        }
        if (condition instanceof Condition.Agrees agrees) {
            return filter(agrees.expanded(), depth, negated);
        }
        if (condition instanceof Condition.Exists exists) {
            Filter inner = filter(exists.condition(), depth + 1, negated);
            return inner.equals(Filter.Constant.FALSE) ? inner : new Filter.Exists(exists.entity(), inner);
        }
        OpaqueCondition atom = OpaqueCondition.of(condition, context.principal().roles());
        return atom.calls() ? called(atom, depth, negated) : plain(condition, atom, depth);
    }

    private Filter junction(Condition.Junction junction, int depth, boolean negated) {
        Filter decisive = junction.every() ? Filter.Constant.FALSE : Filter.Constant.TRUE;
        List<Filter> parts = new ArrayList<>();
        for (Condition part : junction.parts()) {
            Filter filter = filter(part, depth, negated);
            parts.add(filter);
            if (filter.equals(decisive)) {
                break;
            }
        }
        return junction.every() ? Filter.all(parts) : Filter.any(parts);
    }

    private static Filter negation(Filter filter) {
        if (filter instanceof Filter.Compare compare && compare.comparison() == Comparison.EQUAL) {
            return new Filter.Compare(compare.left(), Comparison.NOT_EQUAL, compare.right());
        }
        if (filter instanceof Filter.Compare compare && compare.comparison() == Comparison.NOT_EQUAL) {
            return new Filter.Compare(compare.left(), Comparison.EQUAL, compare.right());
        }
        return Filter.not(filter);
    }

    private Filter plain(Condition condition, OpaqueCondition atom, int depth) {
        List<Operand> operands = new ArrayList<>();
        for (Term term : atom.terms()) {
            operands.add(operand(term, depth));
        }
        if (operands.stream().allMatch(Operand.Literal.class::isInstance)) {
            List<Object> values = new ArrayList<>();
            operands.forEach(operand -> values.add(((Operand.Literal) operand).value()));
            return constant(atom.test().test(values));
        }
        if (condition instanceof Condition.Compare compare) {
            return compare(operands.get(0), compare.comparison(), operands.get(1));
        }
        if (condition instanceof Condition.Text text) {
            return absent(operands.get(0)) || absent(operands.get(1))
                    ? Filter.Constant.FALSE
                    : new Filter.Text(operands.get(0), text.match(), operands.get(1));
        }
        if (condition instanceof Condition.IsNull) {
            return new Filter.IsNull(operands.get(0));
        }
        if (condition instanceof Condition.IsTrue) {
            return new Filter.IsTrue(operands.get(0));
        }
        return member(operands.get(0), others(condition, operands));
    }

    private List<Operand> others(Condition condition, List<Operand> operands) {
        if (condition instanceof Condition.InRoles) {
            return context.principal().roles().stream()
                    .sorted()
                    .<Operand>map(Operand.Literal::new)
                    .toList();
        }
        return operands.subList(1, operands.size());
    }

    private static Filter compare(Operand left, Comparison comparison, Operand right) {
        if (absent(left) || absent(right)) {
            return constant(comparison == Comparison.NOT_EQUAL);
        }
        // Fields go to the left, where stores look for an index.
        return left instanceof Operand.Literal
                ? new Filter.Compare(right, flipped(comparison), left)
                : new Filter.Compare(left, comparison, right);
    }

    private static Comparison flipped(Comparison comparison) {
        return switch (comparison) {
            case LESS -> Comparison.GREATER;
            case LESS_OR_EQUAL -> Comparison.GREATER_OR_EQUAL;
            case GREATER -> Comparison.LESS;
            case GREATER_OR_EQUAL -> Comparison.LESS_OR_EQUAL;
            case EQUAL, NOT_EQUAL -> comparison;
        };
    }

    private static Filter member(Operand wanted, List<Operand> items) {
        List<Object> values = new ArrayList<>();
        List<Filter> parts = new ArrayList<>();
        for (Operand item : items) {
            if (!(item instanceof Operand.Literal literal)) {
                parts.add(compare(wanted, Comparison.EQUAL, item));
            } else if (literal.value() != null) {
                values.add(literal.value());
            }
        }
        if (values.size() == 1) {
            parts.add(compare(wanted, Comparison.EQUAL, new Operand.Literal(values.get(0))));
        } else if (!values.isEmpty() && !absent(wanted)) {
            parts.add(in(wanted, values));
        }
        return Filter.any(parts);
    }

    private static Filter in(Operand wanted, List<Object> values) {
        if (wanted instanceof Operand.Literal literal) {
            Object value = Objects.requireNonNull(literal.value());
            return constant(values.stream().anyMatch(each -> Comparison.EQUAL.holds(value, each)));
        }
        return new Filter.In(wanted, values);
    }

    private Operand operand(Term term, int depth) {
        if (term instanceof Term.FieldOf field) {
            return field(field, depth);
        }
        if (term instanceof Term.Arithmetic arithmetic) {
            Operand left = operand(arithmetic.left(), depth);
            Operand right = operand(arithmetic.right(), depth);
            if (left instanceof Operand.Literal a && right instanceof Operand.Literal b) {
                return new Operand.Literal(Calculation.apply(arithmetic.operator(), a.value(), b.value()));
            }
            return absent(left) || absent(right)
                    ? new Operand.Literal(null)
                    : new Operand.Computed(
                            arithmetic.operator().text(),
                            List.of(left, right),
                            typeOf(arithmetic),
                            values -> Calculation.apply(arithmetic.operator(), values.get(0), values.get(1)));
        }
        return new Operand.Literal(known(term));
    }

    private static FieldType typeOf(Term term) {
        FieldType type = term.type().field();
        return type == null ? FieldType.STRING : type;
    }

    private Operand field(Term.FieldOf field, int depth) {
        if (field.place() == Term.Place.INNER) {
            return new Operand.FieldRef(0, field.field());
        }
        if (field.place() == Term.Place.EXISTING && existing != Existing.SAME) {
            return existing == Existing.ABSENT
                    ? new Operand.Literal(null)
                    : new Operand.FieldRef(depth + 1, field.field());
        }
        return new Operand.FieldRef(depth, field.field());
    }

    // Values that do not come from a row.
    private Object known(Term term) {
        if (term instanceof Term.Constant constant) {
            return constant.value();
        }
        if (term instanceof Term.Auth auth) {
            return auth.value().of(context.principal());
        }
        if (term instanceof Term.Now) {
            return context.now().truncatedTo(ChronoUnit.MICROS);
        }
        throw new IllegalArgumentException(term.toString());
    }

    // A condition around a call is one piece of code over the fields in it. A failing call must make the whole
    // condition fail, and fail towards denial: false in a plain place, true in a negated one.
    private Filter called(OpaqueCondition atom, int depth, boolean negated) {
        List<Operand> leaves = new ArrayList<>();
        List<ComputedValue> codes = new ArrayList<>();
        for (Term term : atom.terms()) {
            codes.add(code(term, depth, leaves));
        }
        ComputedValue whole = arguments -> {
            try {
                return atom.test().test(ComputedValue.all(codes, arguments));
            } catch (PolicyFunctions.CallFailed e) {
                return negated;
            }
        };
        if (leaves.isEmpty()) {
            try {
                return constant((Boolean) whole.value(List.of()));
            } catch (LynchetException e) {
                // The function is missing now. Callers who need the result get the error when it is evaluated.
                return new Filter.IsTrue(computed(leaves, whole));
            }
        }
        return new Filter.IsTrue(computed(leaves, whole));
    }

    private static Operand computed(List<Operand> leaves, ComputedValue code) {
        return new Operand.Computed("call", leaves, FieldType.BOOL, code::value);
    }

    private ComputedValue code(Term term, int depth, List<Operand> leaves) {
        if (term instanceof Term.Call call) {
            List<ComputedValue> arguments = new ArrayList<>();
            for (Term argument : call.arguments()) {
                arguments.add(code(argument, depth, leaves));
            }
            return values -> functions.call(call.name(), call.wanted(), ComputedValue.all(arguments, values));
        }
        if (term instanceof Term.Arithmetic arithmetic) {
            ComputedValue left = code(arithmetic.left(), depth, leaves);
            ComputedValue right = code(arithmetic.right(), depth, leaves);
            return values -> Calculation.apply(arithmetic.operator(), left.value(values), right.value(values));
        }
        Operand operand = operand(term, depth);
        if (operand instanceof Operand.Literal literal) {
            return values -> literal.value();
        }
        int index = leaves.size();
        leaves.add(operand);
        return values -> values.get(index);
    }

    private static boolean absent(Operand operand) {
        return operand instanceof Operand.Literal literal && literal.value() == null;
    }

    private static Filter constant(boolean value) {
        return value ? Filter.Constant.TRUE : Filter.Constant.FALSE;
    }
}
