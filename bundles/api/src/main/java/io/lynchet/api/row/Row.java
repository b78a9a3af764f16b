// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.row;

import io.lynchet.api.schema.Entity;
import io.lynchet.api.schema.Field;
import java.util.Arrays;

/** One stored row: the values of all fields of its entity, by ordinal. Immutable and safe to share between threads. */
public final class Row {
    private final Entity entity;
    private final Object[] values;

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
