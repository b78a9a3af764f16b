// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.data;

import io.lynchet.api.row.ChangeKind;
import java.util.List;

/**
 * The answer to a write; by then it is durable.
 *
 * @param seq of its last change, or the head of the log when nothing changed
 * @param items one for each mutation, in order
 * @param replayed whether this is the answer to an earlier write with the same operation id
 */
public record Written(long seq, List<Item> items, boolean replayed) {
    public Written {
        items = List.copyOf(items);
    }

    /** @param seq of the change, or 0 when an update left the row equal */
    public record Item(String entity, String id, ChangeKind kind, long seq) {}
}
