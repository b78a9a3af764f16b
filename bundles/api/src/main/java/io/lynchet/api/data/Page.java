// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.data;

import io.lynchet.api.row.Row;
import java.util.List;

/**
 * A page of rows.
 *
 * @param hasMore whether the same query has further rows behind these
 */
public record Page(List<Row> rows, boolean hasMore) {
    /** The bytes by {@link Row#bytes} after which a page for a client ends. */
    public static final long BYTES_MAX = 8L * 1024 * 1024;

    public Page {
        rows = List.copyOf(rows);
    }
}
