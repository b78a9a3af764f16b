// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.store;

import io.lynchet.api.row.Draft;
import io.lynchet.api.row.Row;
import io.lynchet.api.schema.Entity;

/**
 * One write of a commit. The store checks, in this order: that the row to change is there, the guard, {@code unchangedSince} or that the id is
 * free (after the guard: whoever it refuses is not told about rows), required fields and types ({@code REQUIRED_FIELD},
 * {@code INVALID_VALUE}), references ({@code INVALID_REFERENCE}, {@code REFERENCE_IN_USE}), unique fields and indexes ({@code UNIQUE_VIOLATION}).
 *
 * <p>For references and unique values the end of the commit counts. In a commit of several writes a row may refer to one that is inserted later, rows that refer to
 * each other may go together, and rows may exchange unique values, all in any order. What does not hold then is an error of the write that set the reference, or
 * deleted its target, and for a unique value of the last write to the row that came second. It comes after the errors that any write has by itself, unique values before
 * references. In between the guard of a later write sees both rows with the value. Only a search for rows inside of a search ({@code Filter.Exists} in one) can't, and is
 * refused with {@code UNIQUE_VIOLATION} while it looks at an entity of which two rows have the same.
 */
public sealed interface Write {
    /** Value of {@code unchangedSince} that asks for no check. */
    long ANY = -1;

    Entity entity();

    String id();

    /** A new row; {@code ID_CONFLICT} if the id exists. */
    record Insert(Row row) implements Write {
        @Override
        public Entity entity() {
            return row.entity();
        }

        @Override
        public String id() {
            return row.id();
        }
    }

    /**
     * Other values for some fields; {@code NOT_FOUND} if the row does not exist. The id can't change. An update that leaves the row equal is
     * acknowledged and leaves no log entry.
     *
     * @param patch not changed any more by its maker
     * @param unchangedSince {@code CONFLICT} if the row has a change after this seq; {@link #ANY} for no check
     */
    record Update(String id, Draft patch, long unchangedSince) implements Write {
        @Override
        public Entity entity() {
            return patch.entity();
        }
    }

    /** {@code NOT_FOUND} if the row does not exist, {@code REFERENCE_IN_USE} if another row refers to it at the end of the commit. */
    record Delete(Entity entity, String id, long unchangedSince) implements Write {}
}
