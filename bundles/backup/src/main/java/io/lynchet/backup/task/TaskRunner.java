// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.backup.task;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.backup.BackupKind;
import io.lynchet.api.backup.BackupReport;
import io.lynchet.api.backup.BackupSummary;
import io.lynchet.api.backup.BackupTask;
import io.lynchet.api.backup.Backups;
import io.lynchet.api.backup.RestoreOrder;
import io.lynchet.api.backup.StoreMover;
import io.lynchet.api.blob.BlobLocation;
import io.lynchet.api.lease.Gate;
import io.lynchet.api.store.OwnedStore;
import io.lynchet.api.store.ServingStore;
import io.lynchet.api.store.Store;
import io.lynchet.api.store.StoreFactory;
import io.lynchet.backup.format.BackupErrors;
import io.lynchet.backup.format.BackupManifest;
import io.lynchet.backup.format.BackupRepository;
import io.lynchet.backup.format.TaskSteps;
import io.lynchet.backup.log.LogArchive;
import io.lynchet.backup.log.LogSegment;
import io.lynchet.backup.restore.BackupVerification;
import io.lynchet.backup.restore.MoveStore;
import io.lynchet.backup.restore.Restore;
import io.lynchet.backup.restore.RestoreInPlace;
import io.lynchet.backup.take.TakeBackup;
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

/** The runner of tasks, one at a time, on its own thread. */
public final class TaskRunner implements Backups, StoreMover, AutoCloseable {
    public static final int REMEMBERED = 20;
    private static final int CLOSE_SECONDS = 10;
    private static final String REPLACED = "Another store takes over. No partial result remains; begin again.";

    private final BackupTargets targets;
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
    private volatile TaskSteps onServing;

    /** @param scratch the folder in which backups are verified */
    public TaskRunner(
            BackupTargets targets,
            Gate<ServingStore> serving,
            Gate<StoreFactory> factories,
            Path scratch,
            Clock clock) {
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

    private <R> R inServing(TaskSteps steps, Function<Store, R> work) {
        return onServing(steps, stores -> stores.work(work, () -> steps.stop(REPLACED)));
    }

    private <R> R onServing(TaskSteps steps, Function<ServingStore, R> work) {
        onServing = steps;
        try {
            return serving.call(work);
        } finally {
            onServing = null;
        }
    }

    private BackupReport ofFolder(BackupRepository repository, Path data, TaskSteps steps) {
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
                        factory -> new BackupVerification(repository, factory, scratch, clock, steps).run(name)));
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

    private BackupReport inPlace(
            BackupRepository repository, StoreFactory factory, RestoreOrder order, TaskSteps steps) {
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

    private BackupTask begin(
            BackupKind kind, String location, BiFunction<BackupRepository, TaskSteps, BackupReport> work) {
        return beginTask(kind, location, steps -> at(location, repository -> work.apply(repository, steps)));
    }

    private synchronized BackupTask beginTask(
            BackupKind kind, String location, Function<TaskSteps, BackupReport> work) {
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
     * Archives the log at a location up to now.
     *
     * @param oldest the instant before which the newest backup is too old
     * @return whether nothing more is to do; false when it is time for a new backup; empty while a task runs
     */
    Optional<Boolean> archive(String location, Instant oldest) {
        if (isBusy()) {
            return Optional.empty();
        }
        TaskSteps steps = new TaskSteps();
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

    /**
     * Works at a location on the thread of the tasks, so that it never meets one, and blocks until the work has ended.
     */
    <T> T use(String location, Function<BackupRepository, T> work) {
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
        return LynchetException.retryable(ErrorCode.UNAVAILABLE, "The backup service is stopping.", 1);
    }

    private <T> T at(String location, Function<BackupRepository, T> work) {
        try (BlobLocation place = targets.open(location)) {
            return work.apply(new BackupRepository(place));
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

    /** Tells that the serving store is about to be replaced: tasks on it end soon. */
    public void leaveServing() {
        TaskSteps now = onServing;
        if (now != null) {
            now.stop(REPLACED);
        }
    }

    /** Cancels running tasks and blocks until their end, for at most 10 seconds. */
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
