// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.data;

import io.lynchet.api.row.Draft;
import io.lynchet.api.schema.Entity;

/** One write that a caller requests. */
public sealed interface Mutation {
    /** The value of {@code unchangedSince} for no check. */
    long ANY = -1;

    Entity entity();

    /**
     * Inserts a row.
     *
     * @param draft the given fields; without an id among them, the data service makes one. Each draft serves for one
     *     write: the data service and hooks change it
     */
    record Insert(Draft draft) implements Mutation {
        @Override
        public Entity entity() {
            return draft.entity();
        }
    }

    /**
     * Changes some fields of a row.
     *
     * @param patch the fields to change; an {@code id} in it must be the id of the row. Each patch serves for one
     *     write: the data service and hooks change it
     * @param unchangedSince fails with {@code CONFLICT} when the row has a change after this seq, and with
     *     {@code PRECONDITION_FAILED} when this seq is ahead of the log; {@link #ANY} for no check
     */
    record Update(String id, Draft patch, long unchangedSince) implements Mutation {
        @Override
        public Entity entity() {
            return patch.entity();
        }
    }

    /** Deletes the row; {@code unchangedSince} as in {@link Update}. */
    record Delete(Entity entity, String id, long unchangedSince) implements Mutation {}
}
