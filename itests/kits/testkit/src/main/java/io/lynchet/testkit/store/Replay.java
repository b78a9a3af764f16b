// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.api.query.Filter;
import io.lynchet.api.query.Query;
import io.lynchet.api.row.Change;
import io.lynchet.api.row.Row;
import io.lynchet.api.schema.Entity;
import io.lynchet.api.schema.Schema;
import io.lynchet.api.store.ReadView;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The tables that result from a log alone, as a replica has them. Fails when an entry contradicts the ones before it.
 */
public final class Replay {
    private record Key(String entity, String id) {}

    private final Map<Key, Row> rows = new HashMap<>();
    private final Map<Key, Long> lastChanges = new HashMap<>();
    private long seq;

    /** Applies the next entry. Entries without rows, of a dropped entity, count for the seq only. */
    public void apply(Change change) {
        if (seq != 0) {
            assertThat(change.seq()).as("seq after " + seq).isEqualTo(seq + 1);
        }
        seq = change.seq();
        if (change.before() == null && change.after() == null) {
            return;
        }
        Key key = new Key(change.entity(), change.id());
        assertThat(change.before()).as("row before " + seq).isEqualTo(rows.get(key));
        if (change.after() == null) {
            rows.remove(key);
            lastChanges.remove(key);
        } else {
            rows.put(key, change.after());
            lastChanges.put(key, seq);
        }
    }

    /** Fails unless the view holds exactly the rows of the replay, each with its last change. */
    public void assertEquals(ReadView view, Schema schema) {
        long found = 0;
        for (Entity entity : schema.entities()) {
            List<Row> stored = view.query(Query.of(entity, Filter.Constant.TRUE, Query.LIMIT_MAX));
            found += stored.size();
            for (Row row : stored) {
                Key key = new Key(entity.name(), row.id());
                assertThat(row).as("stored row, beside what the log says").isEqualTo(rows.get(key));
                assertThat(view.lastChange(entity, row.id()))
                        .as("last change of " + key)
                        .hasValue(lastChanges.get(key));
            }
        }
        assertThat(found).as("stored rows").isEqualTo(rows.size());
    }
}
