// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.store.sqlite;

import io.lynchet.api.query.Comparison;
import io.lynchet.api.query.Filter;
import io.lynchet.api.query.Operand;
import io.lynchet.api.row.Change;
import io.lynchet.api.row.Row;
import io.lynchet.api.row.WriteResult;
import io.lynchet.api.schema.Entity;
import io.lynchet.api.store.Commit;
import io.lynchet.api.store.Guard;
import io.lynchet.api.store.Snapshot;
import io.lynchet.api.store.Store;
import io.lynchet.api.store.Write;
import io.lynchet.testkit.Await;
import io.lynchet.testkit.Plans;
import io.lynchet.testkit.Sample;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Short forms for the tests of this bundle. */
final class Stores {
    private Stores() {}

    static SqliteStore open(Path file) {
        return SqliteStore.open(StoreSettings.of(file));
    }

    /** A store with the sample's schema. */
    static SqliteStore open(Path file, Sample app) {
        SqliteStore store = open(file);
        store.install(app.schema(), Plans.create(app.schema()));
        return store;
    }

    static WriteResult insert(Store store, Row... rows) {
        return Await.value(store.commit(commit(rows)));
    }

    static Commit commit(Row... rows) {
        List<Write> writes =
                Arrays.stream(rows).map(row -> (Write) new Write.Insert(row)).toList();
        return new Commit(writes, Guard.NONE, Optional.empty(), Optional.empty());
    }

    static Filter compare(Entity entity, String field, Comparison comparison, Object value) {
        return new Filter.Compare(field(entity, field), comparison, new Operand.Literal(value));
    }

    static Operand field(Entity entity, String field) {
        return new Operand.FieldRef(0, entity.field(field).orElseThrow());
    }

    static List<Change> log(Store store) {
        try (Snapshot snapshot = store.snapshot()) {
            return snapshot.changes(0, 10_000);
        }
    }

    /** The files as a crash would leave them: copied while the store has them open and nobody writes. */
    static Path crashedCopy(Path file, Path folder) {
        try {
            Files.createDirectories(folder);
            Path copy = folder.resolve(file.getFileName());
            Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
            Path wal = new StoreFiles(file).wal();
            if (Files.exists(wal)) {
                Files.copy(wal, new StoreFiles(copy).wal(), StandardCopyOption.REPLACE_EXISTING);
            }
            return copy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
