// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.backup.task;

import io.lynchet.api.LynchetException;
import io.lynchet.api.backup.BackupReport;
import io.lynchet.api.health.Health;
import io.lynchet.api.health.HealthCheck;
import io.lynchet.api.loop.Loop;
import io.lynchet.api.loop.Vitals;
import io.lynchet.backup.format.BackupErrors;
import io.lynchet.backup.take.Retention;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The schedule of backups. It regularly archives the log. When the newest backup is old, or the log can't continue it,
 * it takes and verifies a new one. Then it removes backups that need not stay. It retries a failure in the next round,
 * and a health check reports it.
 */
public final class BackupSchedule implements HealthCheck, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(BackupSchedule.class);

    private final Loop loop = Loop.helpful("lynchet-backup-schedule", LOG::error);
    private final TaskRunner backups;
    private final Clock clock;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread worker = new Thread(task, "lynchet-backup-schedule");
        worker.setDaemon(true);
        return worker;
    });
    private ScheduledFuture<?> looking;
    private volatile Plan plan = Plan.NONE;
    private volatile String problem;
    private volatile Instant archivedAt;

    /**
     * The plan of a schedule.
     *
     * @param location where backups are kept; empty for no schedule
     * @param every the age that the newest backup may reach
     * @param archive how long changes may wait to be archived
     */
    public record Plan(String location, Duration every, Duration archive, Retention retention) {
        static final Plan NONE =
                new Plan("", Duration.ofDays(1), Duration.ofSeconds(10), new Retention(Duration.ofDays(30), 7));
    }

    public BackupSchedule(TaskRunner backups, Clock clock) {
        this.backups = backups;
        this.clock = clock;
    }

    /** Follows this plan from now on. */
    public synchronized void follow(Plan next) {
        if (looking != null) {
            looking.cancel(false);
            looking = null;
        }
        plan = next;
        problem = null;
        archivedAt = null;
        if (!next.location().isEmpty()) {
            long millis = next.archive().toMillis();
            looking = thread.scheduleWithFixedDelay(loop.repeating(this::look), millis, millis, TimeUnit.MILLISECONDS);
        }
    }

    /** Returns the location of the plan; empty for none. */
    public String location() {
        return plan.location();
    }

    private void look() {
        try {
            lookOnce();
            archivedAt = clock.instant();
            problem = null;
        } catch (RuntimeException | Error e) {
            Vitals.suffered(e);
            tell(e);
        }
    }

    // Once, not every few seconds while the failure lasts.
    private void tell(Throwable failure) {
        String message = failure instanceof Error ? failure.toString() : String.valueOf(failure.getMessage());
        if (!message.equals(problem)) {
            LOG.warn("The scheduled backup at {} failed: {}", plan.location(), message, failure);
        }
        problem = message;
    }

    /** Does one round. Does nothing while a requested task runs. */
    void lookOnce() {
        Plan now = plan;
        Optional<Boolean> goesOn =
                backups.archive(now.location(), clock.instant().minus(now.every()));
        if (goesOn.isEmpty() || goesOn.get()) {
            return;
        }
        BackupReport taken = ended(() -> backups.backup(now.location(), Optional.empty()));
        BackupReport tried = ended(() -> backups.verify(now.location(), Optional.of(taken.backup())));
        if (!tried.problems().isEmpty()) {
            throw BackupErrors.damaged(taken.backup(), String.join("; ", tried.problems()));
        }
        List<String> removed = backups.use(now.location(), repository -> {
            try {
                return now.retention().apply(repository, clock.instant());
            } catch (IOException e) {
                throw BackupErrors.failed(now.location(), e);
            }
        });
        LOG.info("Scheduled backup {} is verified; removed {}.", taken.backup(), removed);
    }

    /** Begins a task and blocks until its end. */
    private static BackupReport ended(java.util.function.Supplier<io.lynchet.api.backup.BackupTask> begin) {
        try {
            return begin.get().report().toCompletableFuture().join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof LynchetException failure ? failure : e;
        }
    }

    @Override
    public String name() {
        return "backup";
    }

    /** Returns false: the app serves also when its backups fail. */
    @Override
    public boolean needed() {
        return false;
    }

    @Override
    public Health check() {
        String wrong = problem;
        if (wrong != null) {
            return Health.degraded("The scheduled backup at " + plan.location() + " fails: " + wrong);
        }
        if (plan.location().isEmpty()) {
            return Health.ok("no scheduled backups");
        }
        Instant at = archivedAt;
        return Health.ok(
                at == null
                        ? "not checked yet"
                        : "archived at " + at.truncatedTo(java.time.temporal.ChronoUnit.SECONDS));
    }

    @Override
    public void close() {
        loop.close();
        thread.shutdownNow();
    }
}
