// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.backup;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.backup.BackupKind;
import io.lynchet.api.backup.BackupPlace;
import io.lynchet.api.backup.BackupReport;
import io.lynchet.api.backup.BackupSummary;
import io.lynchet.api.backup.BackupTask;
import io.lynchet.api.backup.Backups;
import io.lynchet.api.backup.RestoreOrder;
import io.lynchet.api.backup.StoreMover;
import io.lynchet.api.lease.Gate;
import io.lynchet.api.store.OwnedStore;
import io.lynchet.api.store.ServingStore;
import io.lynchet.api.store.Store;
import io.lynchet.api.store.StoreFactory;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Function;

/** Runs tasks, one at a time. */
final class BackupService implements Backups, StoreMover, AutoCloseable {
    static final int REMEMBERED = 20;
    private static final int CLOSE_SECONDS = 10;
    private static final String REPLACED = "The store is being replaced. Nothing half done stays behind; begin again.";

    private final Targets targets;
    private final Gate<ServingStore> serving;
    private final Gate<StoreFactory> factories;
    private final Path scratch;
    private final Clock clock;
    private final Deque<RunningTask> tasks = new ArrayDeque<>();
    private final ExecutorService thread = Executors.newSingleThreadExecutor(task -> {
        Thread worker = new Thread(task, "lynchet-backup");
        worker.setDaemon(true);
        return worker;
    });
    private long lastId;
    private volatile Steps onServing;

    /** @param scratch folder in which backups are tried */
    BackupService(
            Targets targets, Gate<ServingStore> serving, Gate<StoreFactory> factories, Path scratch, Clock clock) {
        this.targets = targets;
        this.serving = serving;
        this.factories = factories;
        this.scratch = scratch;
        this.clock = clock;
    }

    @Override
    public BackupTask backup(String location, Optional<Path> data) {
        return begin(
                BackupKind.BACKUP,
                location,
                (repository, steps) -> data.isEmpty()
                        ? inServing(steps, store -> new TakeBackup(repository, store, clock, steps).run())
                        : ofFolder(repository, data.get(), steps));
    }

    private <R> R inServing(Steps steps, Function<Store, R> work) {
        return onServing(steps, stores -> stores.work(work, () -> steps.stop(REPLACED)));
    }

    private <R> R onServing(Steps steps, Function<ServingStore, R> work) {
        onServing = steps;
        try {
            return serving.call(work);
        } finally {
            onServing = null;
        }
    }

    private BackupReport ofFolder(Repository repository, Path data, Steps steps) {
        return factories.call(factory -> {
            if (!factory.isIn(data)) {
                throw new LynchetException(ErrorCode.NOT_FOUND, "There is no store in " + data + ".");
            }
            try (OwnedStore store = factory.open(data)) {
                return new TakeBackup(repository, store, clock, steps).run();
            }
        });
    }

    @Override
    public BackupTask verify(String location, Optional<String> name) {
        return begin(
                BackupKind.VERIFY,
                location,
                (repository, steps) -> factories.call(
                        factory -> new Verification(repository, factory, scratch, clock, steps).run(name)));
    }

    @Override
    public BackupTask restore(RestoreOrder order) {
        return begin(
                BackupKind.RESTORE,
                order.location(),
                (repository, steps) -> factories.call(factory -> order.to().isPresent()
                        ? new Restore(repository, factory, order, clock, steps).run()
                        : inPlace(repository, factory, order, steps)));
    }

    private BackupReport inPlace(Repository repository, StoreFactory factory, RestoreOrder order, Steps steps) {
        return onServing(
                steps,
                stores -> new RestoreInPlace(repository, factory, stores, clock, steps)
                        .run(order, scratch.resolve("restore-in-place")));
    }

    @Override
    public BackupTask move(String from, String to) {
        return beginTask(
                BackupKind.MOVE, to, steps -> onServing(steps, stores -> new MoveStore(stores, from, to, steps).run()));
    }

    private BackupTask begin(BackupKind kind, String location, BiFunction<Repository, Steps, BackupReport> work) {
        return beginTask(kind, location, steps -> at(location, repository -> work.apply(repository, steps)));
    }

    private synchronized BackupTask beginTask(BackupKind kind, String location, Function<Steps, BackupReport> work) {
        RunningTask last = tasks.peekFirst();
        if (last != null && !last.isDone()) {
            throw new LynchetException(
                    ErrorCode.CONFLICT,
                    "Task " + last.id() + " (" + last.kind().wireName() + " at " + last.location()
                            + ") is still running; wait for its end or cancel it.");
        }
        RunningTask task = new RunningTask(++lastId, kind, location, clock.instant());
        try {
            thread.execute(() -> task.run(work));
        } catch (RejectedExecutionException e) {
            throw switchedOff();
        }
        tasks.addFirst(task);
        while (tasks.size() > REMEMBERED) {
            tasks.removeLast();
        }
        return task;
    }

    /**
     * Brings the log at a location up to now.
     *
     * @param oldest how old the newest backup may be
     * @return whether that is all there is to do; false when it is time for a new backup; empty when a task is running
     */
    Optional<Boolean> archive(String location, Instant oldest) {
        if (isBusy()) {
            return Optional.empty();
        }
        Steps steps = new Steps();
        return use(
                location,
                repository -> Optional.of(inServing(steps, store -> {
                    List<BackupManifest> backups = repository.backups();
                    repository.requireOf(store.info().storeId(), backups);
                    boolean goesOn = new LogArchive(repository.place()).append(store, backups, steps);
                    return goesOn && !backups.get(backups.size() - 1).at().isBefore(oldest);
                })));
    }

    private synchronized boolean isBusy() {
        return !tasks.isEmpty() && !tasks.peekFirst().isDone();
    }

    /** Works at a location on the thread of the tasks, so that it never meets one, and waits for its end. */
    <T> T use(String location, Function<Repository, T> work) {
        try {
            return CompletableFuture.supplyAsync(() -> at(location, work), thread)
                    .join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof LynchetException failure ? failure : e;
        } catch (RejectedExecutionException e) {
            throw switchedOff();
        }
    }

    private static LynchetException switchedOff() {
        return LynchetException.retryable(ErrorCode.UNAVAILABLE, "Backups are being switched off.", 1);
    }

    private <T> T at(String location, Function<Repository, T> work) {
        try (BackupPlace place = targets.open(location)) {
            return work.apply(new Repository(place));
        } catch (IOException e) {
            throw BackupErrors.failed(location, e);
        }
    }

    @Override
    public List<BackupSummary> list(String location) {
        return at(location, repository -> {
            List<LogSegment> segments = new LogArchive(repository.place()).segments();
            return repository.backups().stream()
                    .map(backup -> new BackupSummary(
                            backup.name(),
                            backup.at(),
                            backup.epoch(),
                            backup.seq(),
                            LogArchive.end(backup, LogArchive.path(backup, segments, Long.MAX_VALUE)),
                            backup.rows(),
                            backup.bytes(),
                            repository.verified(backup)))
                    .toList();
        });
    }

    @Override
    public synchronized List<BackupTask> tasks() {
        return List.copyOf(tasks);
    }

    /** The way to the store that serves is going away: tasks that are on it end soon. */
    void leaveServing() {
        Steps now = onServing;
        if (now != null) {
            now.stop(REPLACED);
        }
    }

    /** Cancels what runs, and waits for its end. */
    @Override
    public void close() {
        tasks().forEach(BackupTask::cancel);
        thread.shutdown();
        try {
            if (!thread.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                thread.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
