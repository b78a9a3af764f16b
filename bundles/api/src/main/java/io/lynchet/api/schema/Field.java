// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.schema;

import java.util.Objects;
import java.util.Optional;

/**
 * One field of an entity.
 *
 * @param ordinal the position in {@link Entity#fields()} and in every row; 0 is the id
 * @param name unique in its entity
 * @param type the strict type
 * @param optional whether null is allowed
 * @param unique whether no two rows may have the same value; nulls never collide
 * @param readonly whether, of all clients, only admins can change it after the insert
 * @param serverOnly whether, of all clients, only admins can see, write, filter and sort by it; all output to other
 *     callers omits it
 * @param serverWritten whether, of all clients, only admins can name it in a write, even in an insert; others can read
 *     it
 * @param defaultValue the value for an insert without one
 */
public record Field(
        int ordinal,
        String name,
        FieldType type,
        boolean optional,
        boolean unique,
        boolean readonly,
        boolean serverOnly,
        boolean serverWritten,
        Optional<FieldDefault> defaultValue) {
    public Field {
        Objects.requireNonNull(name);
        Objects.requireNonNull(type);
        Objects.requireNonNull(defaultValue);
    }

    /** Creates a plain field; its entity sets the ordinal. */
    public static Field of(String name, FieldType type, boolean optional) {
        return new Field(-1, name, type, optional, false, false, false, false, Optional.empty());
    }

    public Field asUnique() {
        return new Field(ordinal, name, type, optional, true, readonly, serverOnly, serverWritten, defaultValue);
    }

    public Field withDefault(FieldDefault value) {
        return new Field(
                ordinal, name, type, optional, unique, readonly, serverOnly, serverWritten, Optional.of(value));
    }

    public Field asServerOnly() {
        return new Field(ordinal, name, type, optional, unique, readonly, true, serverWritten, defaultValue);
    }

    public Field asServerWritten() {
        return new Field(ordinal, name, type, optional, unique, readonly, serverOnly, true, defaultValue);
    }

    Field at(int position) {
        return new Field(position, name, type, optional, unique, readonly, serverOnly, serverWritten, defaultValue);
    }
}
