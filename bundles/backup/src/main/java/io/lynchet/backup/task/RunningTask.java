// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.backup.task;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.backup.BackupKind;
import io.lynchet.api.backup.BackupProgress;
import io.lynchet.api.backup.BackupReport;
import io.lynchet.api.backup.BackupTask;
import io.lynchet.api.loop.Vitals;
import io.lynchet.backup.format.TaskSteps;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A task as its callers see it. */
final class RunningTask implements BackupTask {
    private static final Logger LOG = LoggerFactory.getLogger(RunningTask.class);

    private static final int SERVER_ERROR = 500;

    private final long id;
    private final BackupKind kind;
    private final String location;
    private final Instant began;
    private final TaskSteps steps = new TaskSteps();
    private final CompletableFuture<BackupReport> report = new CompletableFuture<>();

    RunningTask(long id, BackupKind kind, String location, Instant began) {
        this.id = id;
        this.kind = kind;
        this.location = location;
        this.began = began;
    }

    /** Runs the work on the calling thread; never throws. */
    void run(Function<TaskSteps, BackupReport> work) {
        try {
            BackupReport done = work.apply(steps);
            LOG.info("{} of {} at {}: seq {}, {} rows.", kind, done.backup(), location, done.seq(), done.rows());
            report.complete(done);
        } catch (LynchetException e) {
            if (e.code().status() < SERVER_ERROR) {
                // The request was wrong, and its caller learns so: no failure of the server.
                LOG.warn("{} at {} was refused: {}", kind, location, e.getMessage());
            } else {
                LOG.warn("{} at {} failed: {}", kind, location, e.getMessage(), e);
            }
            report.completeExceptionally(e);
        } catch (RuntimeException | Error e) {
            Vitals.suffered(e);
            LOG.error("{} at {} failed unexpectedly.", kind, location, e);
            report.completeExceptionally(new LynchetException(
                    ErrorCode.INTERNAL, kind.wireName() + " failed unexpectedly: " + e.getMessage(), e));
        }
    }

    boolean isDone() {
        return report.isDone();
    }

    @Override
    public long id() {
        return id;
    }

    @Override
    public BackupKind kind() {
        return kind;
    }

    @Override
    public String location() {
        return location;
    }

    @Override
    public Instant began() {
        return began;
    }

    @Override
    public BackupProgress progress() {
        return steps.now();
    }

    @Override
    public CompletionStage<BackupReport> report() {
        return report.copy();
    }

    @Override
    public void cancel() {
        steps.cancel();
    }
}
