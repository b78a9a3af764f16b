// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.store.sqlite;

import io.lynchet.api.row.ChangeKind;

/** Kinds of changes as they are kept; the numbers never change. */
final class StoredKind {
    private StoredKind() {}

    static int numberOf(ChangeKind kind) {
        return switch (kind) {
            case INSERT -> 0;
            case UPDATE -> 1;
            case DELETE -> 2;
        };
    }

    static ChangeKind of(long number) {
        return number == 0 ? ChangeKind.INSERT : number == 1 ? ChangeKind.UPDATE : ChangeKind.DELETE;
    }
}
