// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.row;

import io.lynchet.api.schema.Entity;
import io.lynchet.api.schema.Field;
import java.util.BitSet;

/**
 * A row to insert, or a patch: some fields of an entity with their new values. Null is a value; a field that is null
 * differs from a field that is not named.
 *
 * <p>Mutable and confined to one thread at a time; hooks change it. A draft validates nothing; the data service does.
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

    /** Sets a field by name; an undeclared name fails with an {@link IllegalArgumentException}. */
    public Draft set(String fieldName, Object value) {
        Field field = entity.fieldOrNull(fieldName);
        if (field == null) {
            throw new IllegalArgumentException(entity.name() + " has no field " + fieldName);
        }
        return set(field, value);
    }

    /** Removes the field, so that it is not named. */
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

    /** Returns the value, or null when it is null or not named. */
    public Object get(Field field) {
        return values[field.ordinal()];
    }

    /** Returns the row's id if it is named, else null. */
    public String id() {
        return (String) values[0];
    }

    /** Returns a row of these values, absent ones null. */
    public Row toRow() {
        return Row.owning(entity, values.clone());
    }

    void copyInto(Object[] target) {
        for (int i = named.nextSetBit(0); i >= 0; i = named.nextSetBit(i + 1)) {
            target[i] = values[i];
        }
    }
}
