// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.row;

import io.lynchet.api.schema.Entity;
import io.lynchet.api.schema.Field;
import java.util.BitSet;

/**
 * A row in the making, or a patch: some fields of an entity with their new values, where null is a value and different from "not named".
 *
 * <p>Mutable and confined to one thread at a time; hooks change it. Nothing is validated here: the data service does that.
 */
public final class Draft {
    private final Entity entity;
    private final Object[] values;
    private final BitSet named = new BitSet();

    public Draft(Entity entity) {
        this.entity = entity;
        this.values = new Object[entity.fields().size()];
    }

    public Entity entity() {
        return entity;
    }

    public Draft set(Field field, Object value) {
        values[field.ordinal()] = value;
        named.set(field.ordinal());
        return this;
    }

    /** Sets by name; an undeclared name is an {@link IllegalArgumentException}. */
    public Draft set(String fieldName, Object value) {
        Field field = entity.fieldOrNull(fieldName);
        if (field == null) {
            throw new IllegalArgumentException(entity.name() + " has no field " + fieldName);
        }
        return set(field, value);
    }

    /** Takes the field out again, so that it is not named. */
    public Draft unset(Field field) {
        values[field.ordinal()] = null;
        named.clear(field.ordinal());
        return this;
    }

    public boolean names(Field field) {
        return named.get(field.ordinal());
    }

    public boolean isEmpty() {
        return named.isEmpty();
    }

    /** The value, or null when it is null or not named. */
    public Object get(Field field) {
        return values[field.ordinal()];
    }

    /** The row's id if it is named, else null. */
    public String id() {
        return (String) values[0];
    }

    /** A row of these values, absent ones null. */
    public Row toRow() {
        return Row.owning(entity, values.clone());
    }

    void copyInto(Object[] target) {
        for (int i = named.nextSetBit(0); i >= 0; i = named.nextSetBit(i + 1)) {
            target[i] = values[i];
        }
    }
}
