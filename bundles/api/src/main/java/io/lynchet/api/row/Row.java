// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.row;

import io.lynchet.api.JsonText;
import io.lynchet.api.schema.Entity;
import io.lynchet.api.schema.Field;
import java.util.Arrays;

/** One stored row: the values of all fields of its entity, by ordinal. Immutable and safe to share between threads. */
public final class Row {
    private static final long ROW_BYTES = 48;
    private static final long TEXT_BYTES = 64;
    private static final long VALUE_BYTES = 32;

    private final Entity entity;
    private final Object[] values;

    /** Computed on first use; threads that compute it at the same time get the same. */
    private int bytes;

    /** Set when {@link RowCheck} has found no problem; threads that check at the same time find the same. */
    private boolean checked;

    private Row(Entity entity, Object[] values) {
        this.entity = entity;
        this.values = values;
    }

    /**
     * Creates a row over the given array, which the caller must not touch afterwards.
     *
     * @param values as many as the entity has fields; null for absent
     */
    public static Row owning(Entity entity, Object[] values) {
        if (values.length != entity.fields().size()) {
            throw new IllegalArgumentException(
                    entity.name() + " has " + entity.fields().size() + " fields, not " + values.length);
        }
        return new Row(entity, values);
    }

    boolean isChecked() {
        return checked;
    }

    void checked() {
        checked = true;
    }

    public Entity entity() {
        return entity;
    }

    public String id() {
        return (String) values[0];
    }

    /** Returns the value at the ordinal, or null. */
    public Object get(int ordinal) {
        return values[ordinal];
    }

    /** Returns the value of the field, or null; an undeclared name fails with an {@link IllegalArgumentException}. */
    public Object get(String fieldName) {
        Field field = entity.fieldOrNull(fieldName);
        if (field == null) {
            throw new IllegalArgumentException(entity.name() + " has no field " + fieldName);
        }
        return values[field.ordinal()];
    }

    /**
     * Returns the approximate upper bound of its memory in bytes. It counts the objects and two bytes for each
     * character of text, the most that a character takes. Computed once.
     */
    public int bytes() {
        if (bytes == 0) {
            long sum = ROW_BYTES;
            for (Object value : values) {
                sum += bytesOf(value);
            }
            bytes = (int) Math.min(Integer.MAX_VALUE, sum);
        }
        return bytes;
    }

    /** Returns the approximate upper bound of one value in bytes; null counts as its reference. */
    public static long bytesOf(Object value) {
        if (value instanceof String text) {
            return TEXT_BYTES + 2L * text.length();
        }
        return value instanceof JsonText json ? TEXT_BYTES + 2L * json.text().length() : VALUE_BYTES;
    }

    /** Returns this row with the fields of the patch replaced. */
    public Row with(Draft patch) {
        Object[] next = values.clone();
        patch.copyInto(next);
        return new Row(entity, next);
    }

    /** Returns a copy of all values by ordinal. */
    public Object[] values() {
        return values.clone();
    }

    /** Compares the entity's name and the values; generations of the schema don't matter. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Row that
                && entity.name().equals(that.entity.name())
                && Arrays.equals(values, that.values);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(values);
    }

    @Override
    public String toString() {
        return entity.name() + Arrays.toString(values);
    }
}
