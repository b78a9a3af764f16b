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

    /** Made when it is first asked; threads that make it at the same time make the same. */
    private int bytes;

    private Row(Entity entity, Object[] values) {
        this.entity = entity;
        this.values = values;
    }

    /**
     * A row over the given array, which the caller gives away and never touches again.
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

    public Entity entity() {
        return entity;
    }

    public String id() {
        return (String) values[0];
    }

    /** The value at the ordinal, or null. */
    public Object get(int ordinal) {
        return values[ordinal];
    }

    /** The value of the field, or null; an undeclared name is an {@link IllegalArgumentException}. */
    public Object get(String fieldName) {
        Field field = entity.fieldOrNull(fieldName);
        if (field == null) {
            throw new IllegalArgumentException(entity.name() + " has no field " + fieldName);
        }
        return values[field.ordinal()];
    }

    /**
     * How much memory it takes at most, about: two bytes for each character of text, which is what a character may take, and what the objects around
     * take. Counted once.
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

    /** The same of one value; null takes the place that refers to it. */
    public static long bytesOf(Object value) {
        if (value instanceof String text) {
            return TEXT_BYTES + 2L * text.length();
        }
        return value instanceof JsonText json ? TEXT_BYTES + 2L * json.text().length() : VALUE_BYTES;
    }

    /** This row with the fields that the patch names replaced. */
    public Row with(Draft patch) {
        Object[] next = values.clone();
        patch.copyInto(next);
        return new Row(entity, next);
    }

    /** A copy of all values by ordinal. */
    public Object[] values() {
        return values.clone();
    }

    /** Same entity name and equal values; generations of the schema don't matter. */
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
