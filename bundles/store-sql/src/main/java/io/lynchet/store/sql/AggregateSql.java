// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.store.sql;

import io.lynchet.api.query.AggregateQuery;
import io.lynchet.api.query.AggregateRow;
import io.lynchet.api.query.Grouping;
import io.lynchet.api.query.Measure;
import io.lynchet.api.schema.Field;
import io.lynchet.api.store.Refusals;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * An aggregate as SQL, and its rows.
 *
 * <p>SQLite's own sum of integers fails on an overflow on the way; here the upper and lower halves of the numbers are summed and put together.
 * A sum of floats is taken a second time, scaled down, for the same reason.
 */
public final class AggregateSql {
    private static final double SCALE = 0x1p-80;

    private final Dialect dialect;
    private final AggregateQuery query;
    private final EntityTable table;
    private final SqlText sql = new SqlText();
    private final List<String> names = new ArrayList<>();
    private final List<String> texts = new ArrayList<>();
    private int selected;

    public AggregateSql(Dialect dialect, Layout layout, AggregateQuery query) {
        this.dialect = dialect;
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
            case SUM, AVG ->
                whole
                        ? List.of(
                                "count(" + column + ")",
                                "sum(" + column + " >> 32)",
                                "sum(" + column + " & 4294967295)")
                        : List.of(
                                "count(" + column + ")",
                                dialect.realSum(column),
                                "sum(" + column + " * " + sql.bind(SCALE) + ")");
        };
    }

    private String quoted(Field field) {
        return "a0." + table.column(field).quoted();
    }

    public AggregateRow read(Prepared row) throws SQLException {
        selected = 0;
        List<Object> keys = new ArrayList<>();
        for (Grouping grouping : query.groups()) {
            int at = selected++;
            keys.add(grouping.bucket() == null ? table.column(grouping.field()).read(row, at) : row.textAt(at));
        }
        List<Object> figures = new ArrayList<>();
        for (Measure measure : query.measures()) {
            figures.add(figure(measure, row));
        }
        return new AggregateRow(keys, figures);
    }

    private Object figure(Measure measure, Prepared row) throws SQLException {
        int at = selected++;
        return switch (measure.kind()) {
            case COUNT_ROWS, COUNT, COUNT_DISTINCT -> row.longAt(at);
            case MIN, MAX -> table.column(measure.field()).read(row, at);
            case SUM, AVG -> {
                selected += 2;
                yield total(measure, row, at);
            }
        };
    }

    private Object total(Measure measure, Prepared row, int at) throws SQLException {
        long count = row.longAt(at);
        boolean sum = measure.kind() == Measure.Kind.SUM;
        if (count == 0) {
            return null;
        }
        return table.column(measure.field()).storage() == Column.Storage.INTEGER
                ? whole(measure.field(), sum, count, row, at)
                : real(measure.field(), sum, count, row, at);
    }

    private static Object whole(Field field, boolean sum, long count, Prepared row, int at) throws SQLException {
        BigInteger total =
                BigInteger.valueOf(row.longAt(at + 1)).shiftLeft(32).add(BigInteger.valueOf(row.longAt(at + 2)));
        if (!sum) {
            return new BigDecimal(total)
                    .divide(BigDecimal.valueOf(count), MathContext.DECIMAL64)
                    .doubleValue();
        }
        if (total.bitLength() > 63) {
            throw Refusals.overflow(field);
        }
        return total.longValue();
    }

    private static Object real(Field field, boolean sum, long count, Prepared row, int at) throws SQLException {
        double total = row.doubleAt(at + 1);
        boolean usable = Double.isFinite(total) && !row.isNull(at + 1);
        if (!sum) {
            double mean = usable ? total / count : row.doubleAt(at + 2) / count / SCALE;
            return mean + 0.0;
        }
        double exact = usable ? total : row.doubleAt(at + 2) / SCALE;
        if (!Double.isFinite(exact)) {
            throw Refusals.overflow(field);
        }
        return exact + 0.0;
    }
}
