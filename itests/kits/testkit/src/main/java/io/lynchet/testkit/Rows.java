// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.testkit;

import io.lynchet.api.row.Draft;
import io.lynchet.api.row.Row;
import io.lynchet.api.schema.Entity;

/** Rows in one line of code. */
public final class Rows {
    private Rows() {}

    /**
     * Returns a row; fields that are not named are null.
     *
     * @param fields name and value in turn
     */
    public static Row of(Entity entity, String id, Object... fields) {
        Draft draft = new Draft(entity).set(entity.id(), id);
        for (int i = 0; i < fields.length; i += 2) {
            draft.set((String) fields[i], fields[i + 1]);
        }
        return draft.toRow();
    }
}
