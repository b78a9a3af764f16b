// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.shell.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A table of rows under headings, fitted to a width. The widest columns are cut first. Whole columns (ids, which people
 * copy) are never cut. When the table is still too wide, the last columns are left out, and a line says so.
 */
public final class TextTable {
    private static final int GAP = 2;
    private static final int LEAST_CELLS = 8;

    private record Column(String heading, boolean whole, boolean number) {}

    private final List<Column> columns = new ArrayList<>();
    private final List<String[]> rows = new ArrayList<>();

    /** Adds a column that may be cut. */
    public TextTable text(String heading) {
        columns.add(new Column(heading, false, false));
        return this;
    }

    /** Adds a column that is never cut. */
    public TextTable whole(String heading) {
        columns.add(new Column(heading, true, false));
        return this;
    }

    /** Adds a column that is never cut and is aligned to the right. */
    public TextTable number(String heading) {
        columns.add(new Column(heading, true, true));
        return this;
    }

    /** Adds a row with as many values as there are columns; null is shown as a dash. */
    public TextTable row(Object... values) {
        if (values.length != columns.size()) {
            throw new IllegalArgumentException(values.length + " values for " + columns.size() + " columns");
        }
        String[] row = new String[values.length];
        for (int i = 0; i < values.length; i++) {
            row[i] = values[i] == null ? "-" : TerminalText.safe(String.valueOf(values[i]));
        }
        rows.add(row);
        return this;
    }

    public boolean isEmpty() {
        return rows.isEmpty();
    }

    /** Returns the lines, at most {@code cells} wide; 0 for no limit. */
    public List<String> lines(int cells) {
        int[] widths = natural();
        int shown = columns.size();
        if (cells > 0) {
            shown = columnsThatFit(widths, cells);
            shrink(widths, shown, cells);
        }
        List<String> lines = new ArrayList<>(rows.size() + 2);
        lines.add(line(headings(), widths, shown));
        rows.forEach(row -> lines.add(line(row, widths, lastShown(widths))));
        if (shown < columns.size()) {
            lines.add("(not shown: " + String.join(", ", Arrays.copyOfRange(headings(), shown, columns.size())) + ")");
        }
        return lines;
    }

    private static int lastShown(int[] widths) {
        int shown = widths.length;
        while (shown > 0 && widths[shown - 1] < 0) {
            shown--;
        }
        return shown;
    }

    private String[] headings() {
        return columns.stream().map(Column::heading).toArray(String[]::new);
    }

    private int[] natural() {
        int[] widths = new int[columns.size()];
        for (int i = 0; i < widths.length; i++) {
            widths[i] = TerminalText.width(columns.get(i).heading());
            for (String[] row : rows) {
                widths[i] = Math.max(widths[i], TerminalText.width(row[i]));
            }
        }
        return widths;
    }

    /** Returns the number of columns that fit when each has its minimum width; the others get a negative width. */
    private int columnsThatFit(int[] widths, int cells) {
        int used = 0;
        for (int i = 0; i < widths.length; i++) {
            used += least(i, widths) + (i == 0 ? 0 : GAP);
            if (used > cells && i > 0) {
                Arrays.fill(widths, i, widths.length, -1);
                return i;
            }
        }
        return widths.length;
    }

    private int least(int column, int[] widths) {
        return columns.get(column).whole() ? widths[column] : Math.min(widths[column], LEAST_CELLS);
    }

    private void shrink(int[] widths, int shown, int cells) {
        while (total(widths, shown) > cells) {
            int widest = -1;
            for (int i = 0; i < shown; i++) {
                if (widths[i] > least(i, widths) && (widest < 0 || widths[i] > widths[widest])) {
                    widest = i;
                }
            }
            if (widest < 0) {
                return;
            }
            widths[widest]--;
        }
    }

    private static int total(int[] widths, int shown) {
        return Arrays.stream(widths, 0, shown).sum() + GAP * Math.max(0, shown - 1);
    }

    private String line(String[] row, int[] widths, int shown) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < shown; i++) {
            String cell = columns.get(i).whole() ? row[i] : TerminalText.fit(row[i], widths[i]);
            line.append(TerminalText.padded(cell, widths[i], columns.get(i).number()));
            line.append(i + 1 < shown ? " ".repeat(GAP) : "");
        }
        return line.toString().stripTrailing();
    }
}
