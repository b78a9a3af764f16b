// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.store.sql.query;

import io.lynchet.api.query.AggregateQuery;
import io.lynchet.api.query.AggregateRow;
import io.lynchet.api.query.Grouping;
import io.lynchet.api.query.Measure;
import io.lynchet.api.schema.Field;
import io.lynchet.api.store.StoreErrors;
import io.lynchet.api.store.check.Aggregation;
import io.lynchet.api.store.check.FloatSum;
import io.lynchet.store.sql.database.BoundedSql;
import io.lynchet.store.sql.database.Column;
import io.lynchet.store.sql.database.Database;
import io.lynchet.store.sql.database.Dialect;
import io.lynchet.store.sql.database.PreparedQuery;
import io.lynchet.store.sql.database.SqlText;
import io.lynchet.store.sql.table.EntityTable;
import io.lynchet.store.sql.table.Layout;
import java.math.BigInteger;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * An aggregate query as SQL, and the reader of its rows.
 *
 * <p>SQLite's own sum of integers fails when an intermediate sum overflows. So the upper and lower halves of the
 * numbers are summed separately and put together. Floats are summed as whole numbers, see {@link FloatSum}. When one of
 * them is too large or too small for that, {@link #complete} reads the floats themselves.
 */
public final class AggregateSql {
    private final Dialect dialect;
    private final AggregateQuery query;
    private final EntityTable table;
    private final SqlText sql = new SqlText();
    private final Layout layout;
    private final List<String> names = new ArrayList<>();
    private final List<String> texts = new ArrayList<>();
    private int selected;
    private boolean unfit;

    public AggregateSql(Dialect dialect, Layout layout, AggregateQuery query) {
        this.dialect = dialect;
        this.layout = layout;
        this.query = query;
        this.table = layout.of(query.entity());
        sql.add("SELECT ");
        List<String> columns = new ArrayList<>();
        for (Grouping grouping : query.groups()) {
            noteText(grouping.field(), grouping.bucket() == null, columns.size());
            columns.add(key(grouping));
        }
        for (Measure measure : query.measures()) {
            boolean extreme = measure.kind() == Measure.Kind.MIN || measure.kind() == Measure.Kind.MAX;
            noteText(measure.field(), extreme, columns.size());
            columns.addAll(figures(measure));
        }
        for (int i = 0; i < columns.size(); i++) {
            names.add("c" + i);
            sql.add((i == 0 ? "" : ", ") + columns.get(i) + " AS c" + i);
        }
        sql.add(" FROM " + table.quoted() + " AS a0 WHERE ");
        new FilterSql(dialect, layout, null, sql).append(table, query.filter());
        for (int i = 1; i <= query.groups().size(); i++) {
            sql.add((i == 1 ? " GROUP BY " : ", ") + i);
        }
        for (int i = 1; i <= query.groups().size(); i++) {
            sql.add((i == 1 ? " ORDER BY " : ", ") + dialect.orderKey(String.valueOf(i), true));
        }
        sql.add(" LIMIT " + sql.bind((long) query.limit()));
    }

    private void noteText(Field field, boolean asItIs, int column) {
        if (asItIs && table.column(field).holdsLongTexts()) {
            texts.add("c" + column);
        }
    }

    public SqlText sql() {
        return dialect.takesWholeResults() && sql.isExact() && !texts.isEmpty()
                ? BoundedSql.of(sql, names, texts, "", 2 * AggregateQuery.BYTES_MAX)
                : sql;
    }

    private String key(Grouping grouping) {
        String column = quoted(grouping.field());
        if (grouping.bucket() == null) {
            return column;
        }
        return dialect.bucket(column, grouping.bucket());
    }

    private List<String> figures(Measure measure) {
        if (measure.field() == null) {
            return List.of("count(*)");
        }
        String column = quoted(measure.field());
        boolean whole = table.column(measure.field()).storage() == Column.Storage.INTEGER;
        return switch (measure.kind()) {
            case COUNT_ROWS, COUNT -> List.of("count(" + column + ")");
            case COUNT_DISTINCT -> List.of("count(DISTINCT " + column + ")");
            case MIN -> List.of("min(" + column + ")");
            case MAX -> List.of("max(" + column + ")");
            case SUM, AVG -> {
                List<String> sums = new ArrayList<>(List.of("count(" + column + ")"));
                if (whole) {
                    sums.addAll(halves(column));
                } else {
                    sums.addAll(bits(column));
                }
                yield sums;
            }
        };
    }

    private static List<String> halves(String whole) {
        return List.of("sum((" + whole + ") >> 32)", "sum((" + whole + ") & 4294967295)");
    }

    private List<String> bits(String column) {
        String fitting = "CASE WHEN abs(" + column + ") < 4398046511104.0 THEN " + column + " END";
        String scaled = "((" + fitting + ") * 1048576.0)";
        String upper = dialect.cut(scaled);
        String rest = "((" + scaled + " - " + upper + ") * 4611686018427387904.0)";
        String lower = dialect.cut(rest);
        List<String> sums = new ArrayList<>(halves(upper));
        sums.addAll(halves(lower));
        // Null where the float does not fit, and then not equal either.
        sums.add("sum(CASE WHEN " + column + " IS NULL OR " + rest + " = " + lower + " THEN 0 ELSE 1 END)");
        return sums;
    }

    private String quoted(Field field) {
        return "a0." + table.column(field).quoted();
    }

    public AggregateRow read(PreparedQuery row) throws SQLException {
        List<Object> keys = keys(row);
        List<Object> figures = new ArrayList<>();
        for (Measure measure : query.measures()) {
            figures.add(figure(measure, row));
        }
        return new AggregateRow(keys, figures);
    }

    private List<Object> keys(PreparedQuery row) throws SQLException {
        selected = 0;
        List<Object> keys = new ArrayList<>();
        for (Grouping grouping : query.groups()) {
            int at = selected++;
            keys.add(grouping.bucket() == null ? table.column(grouping.field()).read(row, at) : row.textAt(at));
        }
        return keys;
    }

    private Object figure(Measure measure, PreparedQuery row) throws SQLException {
        int at = selected++;
        return switch (measure.kind()) {
            case COUNT_ROWS, COUNT, COUNT_DISTINCT -> row.longAt(at);
            case MIN, MAX -> table.column(measure.field()).read(row, at);
            case SUM, AVG -> total(measure, row, at);
        };
    }

    private Object total(Measure measure, PreparedQuery row, int at) throws SQLException {
        boolean whole = isWhole(measure);
        selected += whole ? 2 : 5;
        long count = row.longAt(at);
        if (count == 0) {
            return null;
        }
        BigInteger upper = FloatSum.whole(row.longAt(at + 1), row.longAt(at + 2));
        if (whole) {
            return whole(measure, count, upper);
        }
        unfit |= row.longAt(at + 5) > 0;
        return unfit
                ? null
                : figure(measure, new FloatSum(count, upper, FloatSum.whole(row.longAt(at + 3), row.longAt(at + 4))));
    }

    private boolean isWhole(Measure measure) {
        return table.column(measure.field()).storage() == Column.Storage.INTEGER;
    }

    private static Object whole(Measure measure, long count, BigInteger total) {
        if (measure.kind() == Measure.Kind.AVG) {
            return FloatSum.mean(total, count);
        }
        if (total.bitLength() > 63) {
            throw StoreErrors.overflow(measure.field());
        }
        return total.longValue();
    }

    private static Double figure(Measure measure, FloatSum sum) {
        return measure.kind() == Measure.Kind.AVG ? (Double) sum.mean() : Aggregation.total(measure.field(), sum);
    }

    /** Returns whether values are missing because floats were too large or too small; {@link #complete} adds them. */
    public boolean isIncomplete() {
        return unfit;
    }

    /** Returns the rows with all their values, summed from the floats themselves. */
    public List<AggregateRow> complete(List<AggregateRow> rows, Database database) throws SQLException {
        Map<List<Object>, List<FloatSum>> sums = new HashMap<>();
        List<Measure> floats =
                query.measures().stream().filter(Aggregation::sumsFloats).toList();
        rows.forEach(row ->
                sums.put(row.keys(), floats.stream().map(one -> new FloatSum()).toList()));
        database.each(values(floats), row -> {
            List<FloatSum> group = sums.get(keys(row));
            for (int i = 0; group != null && i < floats.size(); i++) {
                if (!row.isNull(query.groups().size() + i)) {
                    group.get(i).add(row.doubleAt(query.groups().size() + i));
                }
            }
            return true;
        });
        return rows.stream().map(row -> completed(row, sums.get(row.keys()))).toList();
    }

    private SqlText values(List<Measure> floats) {
        List<String> columns = new ArrayList<>();
        query.groups().forEach(grouping -> columns.add(key(grouping)));
        floats.forEach(measure -> columns.add(quoted(measure.field())));
        SqlText all =
                new SqlText().add("SELECT " + String.join(", ", columns) + " FROM " + table.quoted() + " AS a0 WHERE ");
        new FilterSql(dialect, layout, null, all).append(table, query.filter());
        return all;
    }

    private AggregateRow completed(AggregateRow row, List<FloatSum> sums) {
        List<Object> figures = new ArrayList<>(row.values());
        int next = 0;
        for (int i = 0; i < figures.size(); i++) {
            if (Aggregation.sumsFloats(query.measures().get(i))) {
                FloatSum sum = sums.get(next++);
                figures.set(i, sum.isEmpty() ? null : figure(query.measures().get(i), sum));
            }
        }
        return new AggregateRow(row.keys(), figures);
    }
}
