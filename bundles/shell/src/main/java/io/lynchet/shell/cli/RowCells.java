// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.shell.cli;

import io.lynchet.api.row.Row;
import io.lynchet.api.schema.Field;
import io.lynchet.json.JsonWriter;

/** Values of rows for people. */
public final class RowCells {
    private RowCells() {}

    /** Returns text unchanged, everything else as in JSON without quotes; null for an absent value. */
    public static String text(Object value) {
        return value == null ? null : value.toString();
    }

    /** Returns the same as {@link #text} with text in quotes, so that an empty and an absent one differ. */
    public static String quoted(Object value) {
        return value == null ? "null" : new JsonWriter(64).value(value).toString();
    }

    /** Returns the fields that differ, {@code name: old -> new}. */
    public static String difference(Row before, Row after) {
        StringBuilder text = new StringBuilder();
        for (Field field : after.entity().fields()) {
            Object now = after.get(field.ordinal());
            Field oldField = before.entity().fieldOrNull(field.name());
            Object then = oldField == null ? null : before.get(oldField.ordinal());
            if (!java.util.Objects.equals(now, then)) {
                text.append(text.isEmpty() ? "" : ", ").append(field.name()).append(": ");
                text.append(quoted(then)).append(" -> ").append(quoted(now));
            }
        }
        return text.toString();
    }
}
