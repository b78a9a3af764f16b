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
import io.lynchet.api.row.Operation;
import io.lynchet.api.row.OperationKey;
import io.lynchet.api.row.Row;
import io.lynchet.api.row.WriteResult;
import io.lynchet.api.store.Commit;
import io.lynchet.api.store.Guard;
import io.lynchet.api.store.OwnedStore;
import io.lynchet.api.store.ServingStore;
import io.lynchet.api.store.Store;
import io.lynchet.api.store.StoreFactory;
import io.lynchet.api.store.Write;
import io.lynchet.backup.file.FileTarget;
import io.lynchet.backup.format.BackupManifest;
import io.lynchet.backup.format.BackupRepository;
import io.lynchet.backup.format.BackupSection;
import io.lynchet.backup.format.ContentHash;
import io.lynchet.backup.task.BackupTargets;
import io.lynchet.backup.task.TaskRunner;
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
public final class BackupScene implements AutoCloseable {
    public final Sample app = new Sample();
    final Path folder;
    public final String place;
    public final StoreFactory factory = new SqliteFactory();
    public final BackupTargets targets = new BackupTargets();
    public final TaskRunner backups;
    public OwnedStore store;

    public BackupScene(Path folder) {
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
        backups = new TaskRunner(targets, serving, factories, folder.resolve("scratch"), Clock.systemUTC());
    }

    public WriteResult insert(Row... rows) {
        List<Write> writes =
                List.of(rows).stream().map(row -> (Write) new Write.Insert(row)).toList();
        return commit(writes, Optional.empty());
    }

    WriteResult commit(List<Write> writes, Optional<OperationKey> key) {
        return Await.value(store.commit(
                new Commit(writes, Guard.NONE, key.map(known -> new Operation(known, "digest")), Optional.empty())));
    }

    public BackupReport backup() {
        return done(backups.backup(place, Optional.empty()));
    }

    public BackupReport verify(Optional<String> name) {
        return done(backups.verify(place, name));
    }

    /** In order of time. */
    public List<String> backupNames() {
        return new BackupRepository(targets.open(place))
                .backups().stream().map(BackupManifest::name).toList();
    }

    public Path fresh(String name) {
        return folder.resolve(name);
    }

    RestoreOrder toEnd(Path to) {
        return new RestoreOrder(place, Optional.empty(), Optional.of(to), OptionalLong.empty(), Optional.empty());
    }

    public RestoreOrder toSeq(Path to, long seq) {
        return new RestoreOrder(place, Optional.empty(), Optional.of(to), OptionalLong.of(seq), Optional.empty());
    }

    public BackupReport restore(RestoreOrder order) {
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

    public static BackupReport done(BackupTask task) {
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
        sections.keySet().removeIf(name -> !name.startsWith(BackupSection.ROWS));
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
