// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.json.query;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.query.Comparison;
import io.lynchet.api.query.Filter;
import io.lynchet.api.query.Operand;
import io.lynchet.api.query.TextMatch;
import io.lynchet.api.schema.Entity;
import io.lynchet.api.schema.Field;
import io.lynchet.api.schema.FieldType.Kind;
import io.lynchet.json.DidYouMean;
import io.lynchet.json.JsonNode;
import io.lynchet.json.JsonNode.ArrayNode;
import io.lynchet.json.JsonNode.BooleanNode;
import io.lynchet.json.JsonNode.Member;
import io.lynchet.json.JsonNode.ObjectNode;
import io.lynchet.json.JsonNode.StringNode;
import io.lynchet.json.JsonPlace;
import io.lynchet.json.JsonTree;
import io.lynchet.json.Problems;
import io.lynchet.json.row.DraftReader;
import io.lynchet.json.row.FieldValues;
import io.lynchet.json.row.VisibleFields;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The reader of conditions.
 *
 * <p>A condition is an object whose members are all required: {@code field: scalar} for equal, {@code field: null} for
 * absent, {@code field: {operator: operand, ...}}, {@code $and} and {@code $or} with an array of at least one such
 * object, {@code $not} with one. Operators:
 *
 * <ul>
 *   <li>{@code $eq}, {@code $ne} with a scalar or null. {@code $ne} is the negation of {@code $eq}, so {@code {$ne: 1}}
 *       is true for a row whose field is absent; {@code {$ne: null}} means present.
 *   <li>{@code $not} with a scalar or null is {@code $ne}; with an object of operators it negates all of them together.
 *   <li>{@code $gt}, {@code $gte}, {@code $lt}, {@code $lte} with a scalar; false when the field is absent.
 *   <li>{@code $in}, {@code $nin} with an array of at most {@link #VALUES_MAX} scalars. A null among them stands for
 *       absent, and {@code $nin} is the negation of {@code $in}.
 *   <li>{@code $like}, {@code $startsWith}, {@code $endsWith}, {@code $contains} with a string, for text; see
 *       {@link io.lynchet.api.query.TextMatch}.
 *   <li>{@code $exists} with true (present) or false (absent).
 * </ul>
 *
 * <p>Operands have the type of their field, as in {@link DraftReader}; an int field may also be compared with a
 * fraction. A json field can be tested for null only. Server-only fields are unknown to callers who are not admins.
 *
 * <p>One filter has at most {@link #CONDITIONS_MAX} conditions. All filters of a document together are limited by
 * {@link #ALL_CONDITIONS_MAX}, {@link #ALL_VALUES_MAX} and {@link #ALL_PATTERN_CHARS_MAX}.
 *
 * <p>Problems: {@code INVALID_COLUMN}, {@code INVALID_VALUE}, {@code INVALID_QUERY}.
 */
public final class FilterReader {
    /** The most conditions in one filter, combinations included. */
    public static final int CONDITIONS_MAX = 200;

    /** The most values in one list of {@code $in} or {@code $nin}. */
    public static final int VALUES_MAX = 1_000;

    /** The most conditions of all filters in one document. */
    public static final int ALL_CONDITIONS_MAX = 1_000;

    /** The most values in all lists of all filters in one document. */
    public static final int ALL_VALUES_MAX = 5_000;

    /** The most characters in all text patterns of all filters in one document. */
    public static final int ALL_PATTERN_CHARS_MAX = 4_000;

    private static final List<String> OPERATORS = List.of(
            "$eq",
            "$ne",
            "$not",
            "$gt",
            "$gte",
            "$lt",
            "$lte",
            "$in",
            "$nin",
            "$like",
            "$startsWith",
            "$endsWith",
            "$contains",
            "$exists");
    private static final List<String> COMBINATIONS = List.of("$and", "$or", "$not");

    private final Entity entity;
    private final boolean admin;
    private final Problems problems;
    private final FilterCost cost;
    private int conditions;

    FilterReader(Entity entity, boolean admin, Problems problems, FilterCost cost) {
        this.entity = entity;
        this.admin = admin;
        this.problems = problems;
        this.cost = cost;
    }

    /** Reads the text of a {@code where} parameter; paths start at {@code where}. */
    public static Filter read(String where, Entity entity, boolean admin) {
        return read(JsonTree.read(where, "where"), entity, admin);
    }

    /** Reads a {@code where} object of a larger document. */
    public static Filter read(JsonNode where, Entity entity, boolean admin) {
        Problems problems = new Problems();
        Filter filter = new FilterReader(entity, admin, problems, new FilterCost(problems)).where(where);
        problems.throwIfAny();
        return filter;
    }

    /**
     * Reads equality conditions from plain parameters, {@code ?done=true&owner=u1}: every parameter is a condition. The
     * type of the field decides how its text is read. {@code null} stands for absent, except for text fields, where it
     * is that text. The path of a problem is the name of the parameter.
     *
     * @param parameters only those that name fields; a repeated one is {@code INVALID_PARAMETER}
     */
    public static Filter parameters(Map<String, List<String>> parameters, Entity entity, boolean admin) {
        Problems problems = new Problems();
        Filter filter = new FilterReader(entity, admin, problems, new FilterCost(problems)).equalities(parameters);
        problems.throwIfAny();
        return filter;
    }

    Filter where(JsonNode node) {
        if (node instanceof ObjectNode object) {
            return where(object.members(), COMBINATIONS);
        }
        return refuse(node.place(), ErrorCode.INVALID_QUERY, "A condition must be an object; this is " + node.kind());
    }

    /** @param known names with a dollar that are allowed here, for messages */
    Filter where(Iterable<Member> members, List<String> known) {
        List<Filter> parts = new ArrayList<>();
        for (Member member : members) {
            parts.add(
                    switch (member.name()) {
                        case "$and" -> Filter.all(alternatives(member));
                        case "$or" -> Filter.any(alternatives(member));
                        case "$not" -> count(member, Filter.not(where(member.value())));
                        default -> member.name().startsWith("$") ? unknownOperator(member, known) : field(member);
                    });
        }
        return Filter.all(parts);
    }

    private List<Filter> alternatives(Member member) {
        List<Filter> parts = new ArrayList<>();
        if (member.value() instanceof ArrayNode array && !array.items().isEmpty()) {
            for (JsonNode item : array.items()) {
                parts.add(count(member, where(item)));
            }
        } else {
            parts.add(refuse(
                    member.value().place(),
                    ErrorCode.INVALID_QUERY,
                    member.name() + " takes an array of at least one condition"));
        }
        return parts;
    }

    private Filter field(Member member) {
        Field field = VisibleFields.find(entity, member.name(), admin);
        if (field == null) {
            VisibleFields.unknown(problems, member.place().path(), entity, member.name(), admin);
            return Filter.Constant.FALSE;
        }
        return member.value() instanceof ObjectNode operators
                ? operators(field, operators)
                : count(member, equal(field, member.value()));
    }

    private Filter operators(Field field, ObjectNode operators) {
        List<Filter> parts = new ArrayList<>();
        for (Member member : operators.members()) {
            parts.add(count(member, operator(field, member)));
        }
        if (parts.isEmpty()) {
            return refuse(
                    operators.place(),
                    ErrorCode.INVALID_QUERY,
                    "There is no operator -- operators: " + listed(OPERATORS));
        }
        return Filter.all(parts);
    }

    private Filter operator(Field field, Member member) {
        JsonNode operand = member.value();
        return switch (member.name()) {
            case "$eq" -> equal(field, operand);
            case "$ne" -> notEqual(field, operand);
            case "$not" ->
                operand instanceof ObjectNode inner ? Filter.not(operators(field, inner)) : notEqual(field, operand);
            case "$gt" -> compare(field, Comparison.GREATER, operand);
            case "$gte" -> compare(field, Comparison.GREATER_OR_EQUAL, operand);
            case "$lt" -> compare(field, Comparison.LESS, operand);
            case "$lte" -> compare(field, Comparison.LESS_OR_EQUAL, operand);
            case "$in" -> in(field, member);
            case "$nin" -> Filter.not(in(field, member));
            case "$like" -> text(field, TextMatch.LIKE, member);
            case "$startsWith" -> text(field, TextMatch.STARTS_WITH, member);
            case "$endsWith" -> text(field, TextMatch.ENDS_WITH, member);
            case "$contains" -> text(field, TextMatch.CONTAINS, member);
            case "$exists" -> exists(field, operand);
            default -> unknownOperator(member, OPERATORS);
        };
    }

    private Filter equal(Field field, JsonNode operand) {
        return operand.isNull() ? isNull(field) : compare(field, Comparison.EQUAL, operand);
    }

    private Filter notEqual(Field field, JsonNode operand) {
        return operand.isNull() ? Filter.not(isNull(field)) : compare(field, Comparison.NOT_EQUAL, operand);
    }

    private Filter compare(Field field, Comparison comparison, JsonNode operand) {
        boolean equality = comparison == Comparison.EQUAL || comparison == Comparison.NOT_EQUAL;
        Object value = literal(field, operand, equality);
        return value == null
                ? Filter.Constant.FALSE
                : new Filter.Compare(ref(field), comparison, new Operand.Literal(value));
    }

    private Filter in(Field field, Member member) {
        if (!(member.value() instanceof ArrayNode array) || array.items().size() > VALUES_MAX) {
            return refuse(
                    member.value().place(),
                    ErrorCode.INVALID_QUERY,
                    member.name() + " takes an array of at most " + VALUES_MAX + " values");
        }
        cost.values(array.items().size(), member.value().place());
        List<Object> values = new ArrayList<>();
        boolean orAbsent = false;
        for (JsonNode item : array.items()) {
            if (item.isNull()) {
                orAbsent = true;
            } else {
                Object value = literal(field, item, true);
                if (value != null) {
                    values.add(value);
                }
            }
        }
        Filter among = values.isEmpty() ? Filter.Constant.FALSE : new Filter.In(ref(field), values);
        return orAbsent ? Filter.any(List.of(isNull(field), among)) : among;
    }

    private Filter text(Field field, TextMatch match, Member member) {
        if (!field.type().kind().text()) {
            return refuse(
                    member.place(),
                    ErrorCode.INVALID_QUERY,
                    member.name() + " is for text; " + field.name() + " is of type " + field.type());
        }
        if (!(member.value() instanceof StringNode pattern) || pattern.value().length() > TextMatch.PATTERN_CHARS_MAX) {
            return refuse(
                    member.value().place(),
                    ErrorCode.INVALID_VALUE,
                    member.name() + " takes a string of at most " + TextMatch.PATTERN_CHARS_MAX + " characters");
        }
        cost.pattern(pattern.value().length(), member.value().place());
        return new Filter.Text(ref(field), match, new Operand.Literal(pattern.value()));
    }

    private Filter exists(Field field, JsonNode operand) {
        if (operand instanceof BooleanNode bool) {
            return bool.value() ? Filter.not(isNull(field)) : isNull(field);
        }
        return refuse(
                operand.place(), ErrorCode.INVALID_VALUE, "$exists takes true or false; this is " + operand.kind());
    }

    /** Returns the operand as a value to compare the field with, or null after noting a problem. */
    private Object literal(Field field, JsonNode operand, boolean equality) {
        if (field.type().kind() == Kind.JSON) {
            refuse(
                    operand.place(),
                    ErrorCode.INVALID_QUERY,
                    "The json field " + field.name() + " can be tested for null only");
            return null;
        }
        Object value = FieldValues.operand(field.type(), operand, equality);
        if (value == FieldValues.MISFIT) {
            refuse(
                    operand.place(),
                    ErrorCode.INVALID_VALUE,
                    "The field " + field.name() + " is compared with " + FieldValues.expectedOperand(field.type())
                            + "; this is " + operand.kind());
            return null;
        }
        return value;
    }

    private Filter equalities(Map<String, List<String>> parameters) {
        List<Filter> parts = new ArrayList<>();
        parameters.forEach((name, texts) -> {
            Field field = VisibleFields.find(entity, name, admin);
            if (field == null) {
                VisibleFields.unknown(problems, name, entity, name, admin);
            } else if (texts.size() != 1) {
                problems.add(name, ErrorCode.INVALID_PARAMETER, "The parameter " + name + " is given more than once");
            } else {
                parts.add(equality(field, texts.get(0)));
            }
        });
        return Filter.all(parts);
    }

    private Filter equality(Field field, String text) {
        if (text.equals("null") && !field.type().kind().text()) {
            return isNull(field);
        }
        Object value = FieldValues.ofParameter(field.type(), text);
        if (value == FieldValues.MISFIT) {
            String expected = field.type().kind() == Kind.JSON ? "null" : FieldValues.expectedOperand(field.type());
            problems.add(
                    field.name(),
                    ErrorCode.INVALID_VALUE,
                    "The field " + field.name() + " is compared with " + expected + "; this is "
                            + Problems.quote(text));
            return Filter.Constant.FALSE;
        }
        return new Filter.Compare(ref(field), Comparison.EQUAL, new Operand.Literal(value));
    }

    private Filter unknownOperator(Member member, List<String> known) {
        return refuse(
                member.place(),
                ErrorCode.INVALID_QUERY,
                "Unknown operator " + Problems.quote(member.name()) + " -- operators: " + listed(known)
                        + DidYouMean.hint(member.name(), known));
    }

    private static String listed(List<String> names) {
        return String.join(", ", names);
    }

    private Filter count(Member member, Filter filter) {
        cost.condition(member.place());
        if (++conditions == CONDITIONS_MAX + 1) {
            refuse(member.place(), ErrorCode.INVALID_QUERY, "There are more than " + CONDITIONS_MAX + " conditions");
        }
        return filter;
    }

    private Filter refuse(JsonPlace place, ErrorCode code, String message) {
        problems.add(place, code, message);
        return Filter.Constant.FALSE;
    }

    private static Filter isNull(Field field) {
        return new Filter.IsNull(ref(field));
    }

    private static Operand ref(Field field) {
        return new Operand.FieldRef(0, field);
    }
}
