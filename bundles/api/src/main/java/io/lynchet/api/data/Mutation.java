// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.data;

import io.lynchet.api.row.Draft;
import io.lynchet.api.schema.Entity;

/** One write that a caller asks for. */
public sealed interface Mutation {
    /** Value of {@code unchangedSince} that asks for no check. */
    long ANY = -1;

    Entity entity();

    /** @param draft the given fields; the id may be among them, else one is made */
    record Insert(Draft draft) implements Mutation {
        @Override
        public Entity entity() {
            return draft.entity();
        }
    }

    /**
     * @param patch the fields to change; an {@code id} in it must be the same
     * @param unchangedSince {@code CONFLICT} if the row has a change after this seq; {@code PRECONDITION_FAILED} if it is ahead of the log
     */
    record Update(String id, Draft patch, long unchangedSince) implements Mutation {
        @Override
        public Entity entity() {
            return patch.entity();
        }
    }

    /** Removes the row; {@code unchangedSince} as in {@link Update}. */
    record Delete(Entity entity, String id, long unchangedSince) implements Mutation {}
}
