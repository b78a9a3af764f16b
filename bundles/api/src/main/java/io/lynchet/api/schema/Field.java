// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.schema;

import java.util.Objects;
import java.util.Optional;

/**
 * One field of an entity.
 *
 * @param ordinal position in {@link Entity#fields()} and in every row; 0 is the id
 * @param name unique in its entity
 * @param type strict type
 * @param optional whether null is allowed
 * @param unique whether no two rows may have the same value; nulls never collide
 * @param readonly whether clients that are not admins can't change it after the insert
 * @param serverOnly whether it is left out of everything that goes to callers who are not admins, and can't be written, filtered or
 *     sorted by them
 * @param serverWritten whether clients that are not admins can read it, but never name it in a write, not even in an insert
 * @param defaultValue what a missing value of an insert becomes
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

    /** A plain field whose ordinal is given by the entity that takes it in. */
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
