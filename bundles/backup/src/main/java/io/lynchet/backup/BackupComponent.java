// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.backup;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.backup.BackupTarget;
import io.lynchet.api.backup.Backups;
import io.lynchet.api.backup.StoreMover;
import io.lynchet.api.health.HealthCheck;
import io.lynchet.api.http.Route;
import io.lynchet.api.lease.Gate;
import io.lynchet.api.lease.Wiring;
import io.lynchet.api.store.ServingStore;
import io.lynchet.api.store.StoreFactory;
import io.lynchet.backup.routes.BeginBackup;
import io.lynchet.backup.routes.BeginVerification;
import io.lynchet.backup.routes.CancelTask;
import io.lynchet.backup.routes.ConfiguredLocation;
import io.lynchet.backup.routes.GetTask;
import io.lynchet.backup.routes.ListBackups;
import io.lynchet.backup.routes.WatchTask;
import io.lynchet.backup.take.Retention;
import io.lynchet.backup.task.BackupSchedule;
import io.lynchet.backup.task.BackupTargets;
import io.lynchet.backup.task.TaskRunner;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The component that runs backups: it joins targets and stores, and registers the service, the schedule and the routes.
 */
@Component(
        name = "io.lynchet.backup",
        immediate = true,
        service = {})
@Designate(ocd = BackupComponent.Config.class)
public final class BackupComponent {
    private static final Logger LOG = LoggerFactory.getLogger(BackupComponent.class);

    /** Configuration of scheduled backups. */
    @ObjectClassDefinition(name = "Lynchet backups")
    public @interface Config {
        @AttributeDefinition(
                name = "Location",
                description = "Location of scheduled backups and of the archived log: a folder, or"
                        + " s3://BUCKET/PREFIX. Empty: no scheduled backups.")
        String location() default "";

        @AttributeDefinition(
                name = "Hours between backups",
                description = "Hours between scheduled backups. Each one is verified, and old ones are removed. 1 to"
                        + " 8760.",
                min = "1",
                max = "8760")
        int everyHours() default 24;

        @AttributeDefinition(
                name = "Seconds between archiving",
                description = "Seconds between additions to the archived log. 1 to 86400.",
                min = "1",
                max = "86400")
        int archiveSeconds() default 10;

        @AttributeDefinition(
                name = "Days kept",
                description = "Days after which backups are removed. 1 to 36500.",
                min = "1",
                max = "36500")
        int keepDays() default 30;

        @AttributeDefinition(
                name = "Backups kept",
                description = "Number of newest backups that stay, whatever their age. 1 to 10000.",
                min = "1",
                max = "10000")
        int keepBackups() default 7;
    }

    private final BackupTargets targets = new BackupTargets();
    private final Gate<ServingStore> serving = new Gate<>("serving store");
    private final Gate<StoreFactory> factories = new Gate<>("store factory");
    private final ScheduledExecutorService watches = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread worker = new Thread(task, "lynchet-backup-watch");
        worker.setDaemon(true);
        return worker;
    });
    private BackupSchedule schedule;
    private Wiring wiring;

    @Activate
    void activate(BundleContext context, Config config) {
        String data = context.getProperty("lynchet.data");
        if (data == null || data.isBlank()) {
            throw new LynchetException(ErrorCode.CONFIGURATION_INVALID, "lynchet.data is not set");
        }
        BackupSchedule.Plan plan = plan(config);
        Path scratch = Path.of(data, "scratch");
        TaskRunner service = new TaskRunner(targets, serving, factories, scratch, Clock.systemUTC());
        wiring = new Wiring(context, LOG::warn);
        wiring.each(BackupTarget.class, (target, reference) -> {
            String scheme = String.valueOf(reference.getProperty(BackupTarget.SCHEME));
            targets.add(scheme, target);
            return () -> targets.remove(scheme, target);
        });
        wiring.track(ServingStore.class, serving, service::leaveServing);
        wiring.track(StoreFactory.class, factories);
        wiring.own(service);
        schedule = wiring.own(new BackupSchedule(service, Clock.systemUTC()));
        schedule.follow(plan);
        wiring.own(watches::shutdownNow);
        wiring.register(Backups.class, service);
        wiring.register(StoreMover.class, service);
        wiring.register(HealthCheck.class, schedule);
        ConfiguredLocation place = new ConfiguredLocation(schedule::location);
        for (Route route : List.of(
                new BeginBackup(service, place),
                new BeginVerification(service, place),
                new ListBackups(service, place),
                new GetTask(service),
                new CancelTask(service),
                new WatchTask(service, watches))) {
            wiring.register(Route.class, route);
        }
    }

    @Modified
    void modified(Config config) {
        schedule.follow(plan(config));
    }

    private static BackupSchedule.Plan plan(Config config) {
        return new BackupSchedule.Plan(
                config.location().strip(),
                Duration.ofHours(inRange("everyHours", config.everyHours(), 8_760)),
                Duration.ofSeconds(inRange("archiveSeconds", config.archiveSeconds(), 86_400)),
                new Retention(
                        Duration.ofDays(inRange("keepDays", config.keepDays(), 36_500)),
                        inRange("keepBackups", config.keepBackups(), 10_000)));
    }

    private static int inRange(String key, int value, int max) {
        if (value < 1 || value > max) {
            throw new LynchetException(
                    ErrorCode.CONFIGURATION_INVALID,
                    "io.lynchet.backup: " + key + " must be from 1 to " + max + ", not " + value);
        }
        return value;
    }

    @Deactivate
    void deactivate() {
        wiring.close();
    }
}
