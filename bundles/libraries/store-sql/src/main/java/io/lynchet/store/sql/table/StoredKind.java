// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.store.sql.table;

import io.lynchet.api.row.ChangeKind;

/** The stored numbers of the kinds of changes; they never change. */
public final class StoredKind {
    private StoredKind() {}

    public static int numberOf(ChangeKind kind) {
        return switch (kind) {
            case INSERT -> 0;
            case UPDATE -> 1;
            case DELETE -> 2;
        };
    }

    public static ChangeKind of(long number) {
        return number == 0 ? ChangeKind.INSERT : number == 1 ? ChangeKind.UPDATE : ChangeKind.DELETE;
    }
}
