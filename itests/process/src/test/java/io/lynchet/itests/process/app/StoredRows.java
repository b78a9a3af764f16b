// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.itests.process.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.api.query.Comparison;
import io.lynchet.api.query.Filter;
import io.lynchet.api.query.Operand;
import io.lynchet.api.query.Query;
import io.lynchet.api.row.Change;
import io.lynchet.api.row.Row;
import io.lynchet.api.schema.Entity;
import io.lynchet.api.store.Snapshot;
import io.lynchet.store.sqlite.SqliteStore;
import io.lynchet.store.sqlite.StoreSettings;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Looks into the data that a process has left. */
public final class StoredRows {
    private StoredRows() {}

    /** The rows of an entity, by id; fails unless the whole log, which is about that entity only, leads to them. */
    public static Map<String, Row> of(Path data, String entity) {
        try (SqliteStore store = open(data);
                Snapshot snapshot = store.snapshot()) {
            assertThat(store.damages()).isEmpty();
            Map<String, Row> replayed = replay(snapshot);
            Map<String, Row> stored =
                    rows(snapshot, store.installed().orElseThrow().entityOrNull(entity));
            assertThat(stored).as("tables against log").isEqualTo(replayed);
            return stored;
        }
    }

    /** The number of the last change. */
    public static long head(Path data) {
        try (SqliteStore store = open(data)) {
            return store.info().headSeq();
        }
    }

    private static SqliteStore open(Path data) {
        return SqliteStore.open(StoreSettings.of(data.resolve("lynchet.db")));
    }

    private static Map<String, Row> replay(Snapshot snapshot) {
        Map<String, Row> rows = new HashMap<>();
        long seq = 0;
        while (seq < snapshot.seq()) {
            for (Change change : snapshot.changes(seq, 10_000)) {
                assertThat(change.seq()).as("dense log").isEqualTo(seq + 1);
                assertThat(rows.put(change.id(), change.after()))
                        .as("row before " + seq)
                        .isEqualTo(change.before());
                seq = change.seq();
            }
        }
        return rows;
    }

    private static Map<String, Row> rows(Snapshot snapshot, Entity entity) {
        Map<String, Row> rows = new HashMap<>();
        String last = "";
        while (true) {
            Filter after = new Filter.Compare(
                    new Operand.FieldRef(0, entity.id()), Comparison.GREATER, new Operand.Literal(last));
            List<Row> page = snapshot.query(Query.of(entity, after, 1_000));
            if (page.isEmpty()) {
                return rows;
            }
            page.forEach(row -> rows.put(row.id(), row));
            last = page.get(page.size() - 1).id();
        }
    }
}
