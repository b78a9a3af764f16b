// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.backup;

import io.lynchet.api.backup.BackupTask;
import io.lynchet.api.data.Mutation;
import io.lynchet.api.lease.Gate;
import io.lynchet.api.principal.Principal;
import io.lynchet.api.row.Draft;
import io.lynchet.api.row.Operation;
import io.lynchet.api.row.OperationKey;
import io.lynchet.api.row.WriteResult;
import io.lynchet.api.schema.Entity;
import io.lynchet.api.schema.SchemaChangedException;
import io.lynchet.api.store.ServingStore;
import io.lynchet.api.store.StoreFactory;
import io.lynchet.backup.task.BackupTargets;
import io.lynchet.backup.task.TaskRunner;
import io.lynchet.store.sqlite.SqliteStore;
import io.lynchet.store.sqlite.StoreSettings;
import io.lynchet.testkit.data.ServedApp;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** An app that serves from a store in memory, and a store in a file that is empty. */
public final class MoveScene implements AutoCloseable {
    public static final String MEMORY = "memory";
    public static final String SQLITE = "sqlite";
    private static final String MANIFEST = """
            {"manifest_version": 1, "name": "notes", "version": "1", "routes": [],
             "entities": [{"name": "Note", "fields": [
               {"name": "text", "type": "string"}, {"name": "n", "type": "int"}]}],
             "policies": []}
            """;

    public final ServedApp app;
    public final SqliteStore sqlite;
    final TaskRunner backups;
    private final Gate<ServingStore> serving = new Gate<>("serving store");

    public MoveScene(Path folder) throws IOException {
        app = new ServedApp(folder, MANIFEST);
        sqlite = SqliteStore.open(StoreSettings.of(folder.resolve("data/lynchet.db")));
        app.add(sqlite, SQLITE);
        serving.bind(app.serving());
        Gate<StoreFactory> factories = new Gate<>("store factory");
        backups = new TaskRunner(new BackupTargets(), serving, factories, folder.resolve("scratch"), Clock.systemUTC());
    }

    public WriteResult insert(String text, long n) {
        return insert(text, n, Optional.empty());
    }

    /** As an edge does it: whoever prepared with a generation that is gone prepares again. */
    public WriteResult insert(String text, long n, Optional<Operation> key) {
        while (true) {
            try {
                Entity note = app.service().entity("Note");
                Mutation insert =
                        new Mutation.Insert(new Draft(note).set("text", text).set("n", n));
                return app.service()
                        .write(Principal.ADMIN, List.of(insert), key)
                        .toCompletableFuture()
                        .join();
            } catch (SchemaChangedException e) {
                continue;
            } catch (CompletionException e) {
                if (!(e.getCause() instanceof SchemaChangedException)) {
                    throw e;
                }
            }
        }
    }

    public String servingProvider() {
        return app.control().status().provider();
    }

    public BackupTask move(String from, String to) {
        return backups.move(from, to);
    }

    /**
     * Writers that go on until closed, at a pace that memory bears; what was acknowledged is remembered by its text,
     * with its seq.
     */
    public final class Load implements AutoCloseable {
        private static final int WRITES_A_MILLISECOND = 4;

        public final Map<String, Long> acknowledged = new ConcurrentHashMap<>();
        private final AtomicBoolean going = new AtomicBoolean(true);
        private final ExecutorService threads = Executors.newCachedThreadPool();
        private final List<Future<?>> writers = new ArrayList<>();
        private final Semaphore turns = new Semaphore(0);
        private final ScheduledExecutorService pace = Executors.newSingleThreadScheduledExecutor();

        public Load(int count) {
            pace.scheduleAtFixedRate(() -> turns.release(WRITES_A_MILLISECOND), 1, 1, TimeUnit.MILLISECONDS);
            for (int i = 0; i < count; i++) {
                int writer = i;
                writers.add(threads.submit(() -> {
                    for (long n = 0; going.get(); n++) {
                        turns.acquire();
                        String text = writer + "-" + n;
                        Optional<Operation> key =
                                Optional.of(new Operation(new OperationKey("w" + writer, "o" + n), "digest"));
                        Optional<Operation> given = n % 3 == 0 ? key : Optional.empty();
                        acknowledged.put(text, insert(text, n, given).seq());
                    }
                    return null;
                }));
            }
        }

        /** Ends them, and fails with what a writer failed with. */
        @Override
        public void close() throws Exception {
            going.set(false);
            threads.shutdown();
            for (Future<?> writer : writers) {
                writer.get(30, TimeUnit.SECONDS);
            }
            pace.shutdownNow();
        }
    }

    @Override
    public void close() {
        backups.close();
        app.close();
        sqlite.close();
    }
}
