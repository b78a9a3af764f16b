// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.backup;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.backup.BackupReport;
import io.lynchet.api.backup.BackupTarget;
import io.lynchet.api.backup.BackupTask;
import io.lynchet.api.backup.RestoreOrder;
import io.lynchet.api.lease.Gate;
import io.lynchet.api.row.Row;
import io.lynchet.api.store.Commit;
import io.lynchet.api.store.Committed;
import io.lynchet.api.store.Guard;
import io.lynchet.api.store.Operation;
import io.lynchet.api.store.OperationKey;
import io.lynchet.api.store.OwnedStore;
import io.lynchet.api.store.ServingStore;
import io.lynchet.api.store.Store;
import io.lynchet.api.store.StoreFactory;
import io.lynchet.api.store.Write;
import io.lynchet.backup.file.FileTarget;
import io.lynchet.store.sqlite.SqliteFactory;
import io.lynchet.testkit.Await;
import io.lynchet.testkit.Plans;
import io.lynchet.testkit.Sample;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletionException;

/** An app with a store in a file, and a place for its backups. */
final class BackupScene implements AutoCloseable {
    final Sample app = new Sample();
    final Path folder;
    final String place;
    final StoreFactory factory = new SqliteFactory();
    final Targets targets = new Targets();
    final BackupService backups;
    OwnedStore store;

    BackupScene(Path folder) {
        this(folder, folder.resolve("place").toString());
    }

    /** With another place, whose target is to be added. */
    BackupScene(Path folder, String place) {
        this.folder = folder;
        this.place = place;
        this.store = factory.open(folder.resolve("data"));
        store.install(app.schema(), Plans.create(app.schema()));
        BackupTarget files = new FileTarget();
        targets.add("file", files);
        Gate<ServingStore> serving = new Gate<>("serving store");
        serving.bind(new OneStore(() -> store));
        Gate<StoreFactory> factories = new Gate<>("store factory");
        factories.bind(factory);
        backups = new BackupService(targets, serving, factories, folder.resolve("scratch"), Clock.systemUTC());
    }

    Committed insert(Row... rows) {
        List<Write> writes =
                List.of(rows).stream().map(row -> (Write) new Write.Insert(row)).toList();
        return commit(writes, Optional.empty());
    }

    Committed commit(List<Write> writes, Optional<OperationKey> key) {
        return Await.value(store.commit(
                new Commit(writes, Guard.NONE, key.map(known -> new Operation(known, "digest")), Optional.empty())));
    }

    BackupReport backup() {
        return done(backups.backup(place, Optional.empty()));
    }

    BackupReport verify(Optional<String> name) {
        return done(backups.verify(place, name));
    }

    /** In order of time. */
    List<String> backupNames() {
        return new Repository(targets.open(place))
                .backups().stream().map(BackupManifest::name).toList();
    }

    Path fresh(String name) {
        return folder.resolve(name);
    }

    RestoreOrder toEnd(Path to) {
        return new RestoreOrder(place, Optional.empty(), Optional.of(to), OptionalLong.empty(), Optional.empty());
    }

    RestoreOrder toSeq(Path to, long seq) {
        return new RestoreOrder(place, Optional.empty(), Optional.of(to), OptionalLong.of(seq), Optional.empty());
    }

    BackupReport restore(RestoreOrder order) {
        return done(backups.restore(order));
    }

    /** The task is refused or fails with this. */
    ErrorCode refusal(RestoreOrder order) {
        try {
            restore(order);
        } catch (LynchetException e) {
            return e.code();
        }
        return null;
    }

    static BackupReport done(BackupTask task) {
        try {
            return task.report().toCompletableFuture().join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof LynchetException refusal) {
                throw refusal;
            }
            throw e;
        }
    }

    /** Digests of rows only, by entity. */
    static Map<String, String> rowsOf(Store of) {
        Map<String, String> sections = ContentHash.of(of, () -> {}).sections();
        sections.keySet().removeIf(name -> !name.startsWith(Section.ROWS));
        return sections;
    }

    /** Of what is in a data directory. */
    Map<String, String> rowsIn(Path data) {
        try (OwnedStore restored = factory.open(data)) {
            return rowsOf(restored);
        }
    }

    @Override
    public void close() {
        backups.close();
        store.close();
    }
}
