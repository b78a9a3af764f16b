// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.store.sql.query;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.query.Filter;
import io.lynchet.api.query.Operand;
import io.lynchet.api.query.RowSource;
import io.lynchet.api.query.Scope;
import io.lynchet.api.query.TextMatch;
import io.lynchet.api.schema.Entity;
import io.lynchet.store.sql.database.Column;
import io.lynchet.store.sql.database.Dialect;
import io.lynchet.store.sql.database.SqlText;
import io.lynchet.store.sql.table.EntityTable;
import io.lynchet.store.sql.table.Layout;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A filter as SQL. The result is true for exactly the rows that {@link Filter#matches} accepts. Elsewhere it may be
 * false or null, so negations are written {@code IS NOT TRUE}. Leaves in positive places stay plain comparisons, so
 * that indexes serve them.
 *
 * <p>Some leaves contain Java code, and the database would see a few constants differently. Where the database can call
 * back, Java evaluates these leaves. Where it can't, the condition accepts too many rows rather than too few and marks
 * the text with {@link SqlText#inexact}.
 */
public final class FilterSql {
    public static final String TRUE = "TRUE";
    public static final String FALSE = "FALSE";

    /** SQLite allows expressions 1,000 deep; filters of callers stay far below. */
    private static final int DEPTH_MAX = 300;

    private static final int ARGUMENTS_MAX = 30_000;
    private static final int LENGTH_MAX = 900_000;

    private final Dialect dialect;
    private final Layout layout;
    private final Scope outer;
    private final SqlText out;
    private final List<EntityTable> frames = new ArrayList<>();
    private int depth;
    private boolean inNegation;

    /** @param outer the rows around the outermost statement, or null; their values become constants */
    public FilterSql(Dialect dialect, Layout layout, Scope outer, SqlText out) {
        this.dialect = dialect;
        this.layout = layout;
        this.outer = outer;
        this.out = out;
    }

    /** Appends the filter over rows of the table under its alias {@code a0}. */
    public void append(EntityTable table, Filter filter) {
        frames.add(table);
        out.add(translate(filter));
        frames.remove(frames.size() - 1);
        if (out.arguments().size() > ARGUMENTS_MAX || out.length() > LENGTH_MAX) {
            throw tooLarge();
        }
    }

    public static String alias(int level) {
        return "a" + level;
    }

    private String translate(Filter filter) {
        if (++depth > DEPTH_MAX || out.arguments().size() > ARGUMENTS_MAX) {
            throw tooLarge();
        }
        try {
            if (filter instanceof Filter.Constant constant) {
                return constant.value() ? TRUE : FALSE;
            }
            if (filter instanceof Filter.All all) {
                return balanced(translated(all.parts(), Joint.AND), Joint.AND);
            }
            if (filter instanceof Filter.Any any) {
                return balanced(translated(any.parts(), Joint.OR), Joint.OR);
            }
            if (filter instanceof Filter.Not not) {
                return negated(not.part());
            }
            if (isLike(filter)) {
                return balanced(translated(List.of(filter), Joint.AND), Joint.AND);
            }
            return filter instanceof Filter.Exists exists ? exists(exists) : leaf(filter);
        } finally {
            depth--;
        }
    }

    private enum Joint {
        AND(TRUE),
        OR(FALSE);

        private final String nothing;

        Joint(String nothing) {
            this.nothing = nothing;
        }
    }

    private List<String> translated(List<Filter> parts, Joint joint) {
        List<String> sql = new ArrayList<>();
        Map<Operand, List<Filter.Text>> likes = new LinkedHashMap<>();
        for (Filter part : parts) {
            if (isLike(part)) {
                Filter.Text like = (Filter.Text) part;
                likes.computeIfAbsent(like.text(), any -> new ArrayList<>()).add(like);
            } else {
                sql.add(translate(part));
            }
        }
        likes.values().forEach(ofOneField -> addLikes(ofOneField, joint, sql));
        return sql;
    }

    // A chain of a thousand ORs would be a thousand deep; as a tree it is ten deep.
    private static String balanced(List<String> parts, Joint joint) {
        if (parts.isEmpty()) {
            return joint.nothing;
        }
        if (parts.size() == 1) {
            return parts.get(0);
        }
        int middle = parts.size() / 2;
        String left = balanced(parts.subList(0, middle), joint);
        String right = balanced(parts.subList(middle, parts.size()), joint);
        return "(" + left + " " + joint + " " + right + ")";
    }

    private String negated(Filter part) {
        inNegation = !inNegation;
        String positive = translate(part);
        inNegation = !inNegation;
        return positive.equals(TRUE) ? FALSE : positive.equals(FALSE) ? TRUE : "((" + positive + ") IS NOT TRUE)";
    }

    private String exists(Filter.Exists exists) {
        EntityTable table = layout.of(exists.entity());
        String alias = alias(frames.size());
        frames.add(table);
        String inner = translate(exists.filter());
        frames.remove(frames.size() - 1);
        return "EXISTS (SELECT 1 FROM " + table.quoted() + " AS " + alias + " WHERE " + inner + ")";
    }

    private String leaf(Filter filter) {
        List<Operand> operands = operands(filter);
        if (operands.stream().anyMatch(Operand.Computed.class::isInstance)) {
            return evaluated(filter, operands);
        }
        List<LeafSql.Side> sides = operands.stream().map(this::side).toList();
        if (sides.stream().noneMatch(side -> side.column() != null)) {
            // Only constants and values of outer rows: the result is known now.
            return constantScope(filter) ? TRUE : FALSE;
        }
        String sql = leaf(new LeafSql(dialect, out), filter, sides);
        return sql == null ? evaluated(filter, operands) : sql;
    }

    /** Returns whether the leaf matches a field of this statement's rows with a pattern that is known now. */
    private boolean isLike(Filter filter) {
        return filter instanceof Filter.Text text
                && text.match() == TextMatch.LIKE
                && text.text() instanceof Operand.FieldRef ref
                && ref.depth() < frames.size()
                && !(text.pattern() instanceof Operand.Computed)
                && side(text.pattern()).column() == null;
    }

    /** Adds the matches under one guard, so that a long text is passed to Java once for all of them. */
    private void addLikes(List<Filter.Text> likes, Joint joint, List<String> to) {
        List<Filter> parts = new ArrayList<>();
        List<String> sql = new ArrayList<>();
        int patternCharsMax = 0;
        for (Filter.Text like : likes) {
            LeafSql.Side pattern = side(like.pattern());
            String one = new LeafSql(dialect, out).text(side(like.text()), like.match(), pattern);
            if (one == null || one.equals(FALSE)) {
                to.add(one == null ? evaluated(like, operands(like)) : one);
            } else {
                parts.add(like);
                sql.add(one);
                patternCharsMax = Math.max(patternCharsMax, ((String) pattern.value()).length());
            }
        }
        if (!parts.isEmpty()) {
            Operand text = likes.get(0).text();
            Filter all = joint == Joint.AND ? new Filter.All(parts) : new Filter.Any(parts);
            to.add(dialect.guardLike(
                    side(text).sql(), patternCharsMax, balanced(sql, joint), () -> evaluated(all, List.of(text))));
        }
    }

    private static String leaf(LeafSql leaf, Filter filter, List<LeafSql.Side> sides) {
        LeafSql.Side first = sides.get(0);
        if (filter instanceof Filter.Compare compare) {
            return leaf.compare(first, compare.comparison(), sides.get(1));
        }
        if (filter instanceof Filter.Text text) {
            return leaf.text(first, text.match(), sides.get(1));
        }
        if (filter instanceof Filter.In in) {
            return leaf.in(first, in.values());
        }
        return filter instanceof Filter.IsNull ? first.sql() + " IS NULL" : leaf.isTrue(first);
    }

    private static List<Operand> operands(Filter leaf) {
        if (leaf instanceof Filter.Compare compare) {
            return List.of(compare.left(), compare.right());
        }
        if (leaf instanceof Filter.Text text) {
            return List.of(text.text(), text.pattern());
        }
        if (leaf instanceof Filter.In in) {
            return List.of(in.operand());
        }
        if (leaf instanceof Filter.IsNull isNull) {
            return List.of(isNull.operand());
        }
        return List.of(((Filter.IsTrue) leaf).operand());
    }

    private LeafSql.Side side(Operand operand) {
        if (operand instanceof Operand.FieldRef ref && ref.depth() < frames.size()) {
            int level = frames.size() - 1 - ref.depth();
            Column column = columnOf(level, ref);
            return new LeafSql.Side(column, alias(level) + "." + column.quoted(), null);
        }
        Object value = operand instanceof Operand.FieldRef ref
                ? outer.at(ref.depth() - frames.size()).get(ref.field().ordinal())
                : ((Operand.Literal) operand).value();
        return new LeafSql.Side(null, null, value);
    }

    private Column columnOf(int level, Operand.FieldRef ref) {
        return frames.get(level).columns().get(ref.field().ordinal());
    }

    // The frames stand between the leaf and the outer rows; a leaf that reads only outer rows never reads them.
    private boolean constantScope(Filter filter) {
        Scope scope = outer;
        for (int i = 0; i < frames.size(); i++) {
            scope = new Scope(null, scope, RowSource.NONE);
        }
        return filter.matches(scope);
    }

    private String evaluated(Filter filter, List<Operand> operands) {
        Map<String, Dialect.Argument> arguments = new LinkedHashMap<>();
        operands.forEach(operand -> collect(operand, arguments));
        List<Entity> shapes = new ArrayList<>();
        for (int i = frames.size() - 1; i >= 0; i--) {
            shapes.add(frames.get(i).entity());
        }
        String call = dialect.evaluated(out, filter, arguments, shapes, outer);
        if (call != null) {
            return call;
        }
        out.inexact();
        return inNegation ? FALSE : TRUE;
    }

    private void collect(Operand operand, Map<String, Dialect.Argument> arguments) {
        if (operand instanceof Operand.Computed computed) {
            computed.arguments().forEach(argument -> collect(argument, arguments));
        } else if (operand instanceof Operand.FieldRef ref && ref.depth() < frames.size()) {
            int level = frames.size() - 1 - ref.depth();
            Column column = columnOf(level, ref);
            arguments.put(alias(level) + "." + column.quoted(), new Dialect.Argument(ref.depth(), column));
        }
    }

    private static LynchetException tooLarge() {
        return new LynchetException(ErrorCode.INVALID_QUERY, "the filter is too large or nested too deeply");
    }
}
