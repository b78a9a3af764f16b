// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.store;

import io.lynchet.api.row.Draft;
import io.lynchet.api.row.Row;
import io.lynchet.api.schema.Entity;

/**
 * One write of a commit. The store checks a write in this order:
 *
 * <ol>
 *   <li>the row to change exists;
 *   <li>the guard allows the write;
 *   <li>{@code unchangedSince} holds, or the id is free;
 *   <li>required fields and types are right ({@code REQUIRED_FIELD}, {@code INVALID_VALUE});
 *   <li>references hold ({@code INVALID_REFERENCE}, {@code REFERENCE_IN_USE});
 *   <li>unique fields and indexes hold ({@code UNIQUE_VIOLATION}).
 * </ol>
 *
 * <p>The guard comes before {@code unchangedSince} and the id, so that a caller whom it refuses learns nothing about
 * rows.
 *
 * <p><b>Commits of several writes:</b> references and unique values must hold at the end of the commit. A row may refer
 * to one that is inserted later, rows may refer to each other, and rows may exchange unique values, in any order.
 *
 * <p>A reference that does not hold at the end is an error of the write that set it, or that deleted its target. A
 * unique value that does not hold is an error of the last write to the row that came second. These errors come after
 * the errors that any write has by itself, unique values before references.
 *
 * <p>In between, the guard of a later write sees both rows with the same unique value. Only a search inside a search
 * ({@code Filter.Exists} in another one) can't see both. It is refused with {@code UNIQUE_VIOLATION} while it reads an
 * entity of which two rows have the same unique value.
 */
public sealed interface Write {
    /** The value of {@code unchangedSince} for no check. */
    long ANY = -1;

    Entity entity();

    String id();

    /** Inserts a row. Fails with {@code ID_CONFLICT} when the id exists. */
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
     * Changes the values of some fields. Fails with {@code NOT_FOUND} when the row does not exist. The id can't change.
     * An update that leaves the row equal succeeds without a log entry.
     *
     * @param patch the fields to change; the caller must not change it afterwards
     * @param unchangedSince fails with {@code CONFLICT} when the row has a change after this seq; {@link #ANY} for no
     *     check
     */
    record Update(String id, Draft patch, long unchangedSince) implements Write {
        @Override
        public Entity entity() {
            return patch.entity();
        }
    }

    /**
     * Deletes a row. Fails with {@code NOT_FOUND} when the row does not exist, and with {@code REFERENCE_IN_USE} when
     * another row refers to it at the end of the commit.
     *
     * @param unchangedSince fails with {@code CONFLICT} when the row has a change after this seq; {@link #ANY} for no
     *     check
     */
    record Delete(Entity entity, String id, long unchangedSince) implements Write {}
}
