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
import io.lynchet.api.store.ServingStore;
import io.lynchet.api.store.StoreFactory;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Brings targets and stores together. */
@Component(
        name = "io.lynchet.backup",
        immediate = true,
        service = {})
@Designate(ocd = BackupComponent.Config.class)
public final class BackupComponent {
    /** Configuration of scheduled backups. */
    @ObjectClassDefinition(name = "Lynchet backups")
    public @interface Config {
        @AttributeDefinition(
                name = "Place",
                description = "Where scheduled backups and the log are kept, such as a folder; empty for none.")
        String location() default "";

        @AttributeDefinition(
                name = "Hours between backups",
                description = "Hours after which a new backup is taken, tried, and old ones removed. 1 to 8760.",
                min = "1",
                max = "8760")
        int everyHours() default 24;

        @AttributeDefinition(
                name = "Seconds between archiving",
                description = "Seconds after which changes are added to the archived log. 1 to 86400.",
                min = "1",
                max = "86400")
        int archiveSeconds() default 10;

        @AttributeDefinition(
                name = "Days kept",
                description = "Days for which backups stay. 1 to 36500.",
                min = "1",
                max = "36500")
        int keepDays() default 30;

        @AttributeDefinition(
                name = "Backups kept",
                description = "So many of the newest stay, whatever their age. 1 to 10000.",
                min = "1",
                max = "10000")
        int keepBackups() default 7;
    }

    private final Targets targets = new Targets();
    private final Gate<ServingStore> serving = new Gate<>("serving store");
    private final Gate<StoreFactory> factories = new Gate<>("store factory");
    private BackupService service;
    private final ScheduledExecutorService watches = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread worker = new Thread(task, "lynchet-backup-watch");
        worker.setDaemon(true);
        return worker;
    });
    private Schedule schedule;
    private final List<ServiceRegistration<?>> registrations = new ArrayList<>();

    @Activate
    void activate(BundleContext context, Config config) {
        String data = context.getProperty("lynchet.data");
        if (data == null || data.isBlank()) {
            throw new LynchetException(ErrorCode.CONFIGURATION_INVALID, "lynchet.data is not set");
        }
        Path scratch = Path.of(data, "scratch");
        service = new BackupService(targets, serving, factories, scratch, Clock.systemUTC());
        schedule = new Schedule(service, Clock.systemUTC());
        schedule.follow(plan(config));
        registrations.add(context.registerService(Backups.class, service, null));
        registrations.add(context.registerService(StoreMover.class, service, null));
        registrations.add(context.registerService(HealthCheck.class, schedule, null));
        ConfiguredPlace place = new ConfiguredPlace(schedule::location);
        for (Route route : List.of(
                new BeginBackup(service, place),
                new BeginVerification(service, place),
                new ListBackups(service, place),
                new GetTask(service),
                new CancelTask(service),
                new WatchTask(service, watches))) {
            registrations.add(context.registerService(Route.class, route, null));
        }
    }

    @Modified
    void modified(Config config) {
        schedule.follow(plan(config));
    }

    private static Schedule.Plan plan(Config config) {
        return new Schedule.Plan(
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
                    "io.lynchet.backup: " + key + " has to be from 1 to " + max + ", not " + value);
        }
        return value;
    }

    @Deactivate
    void deactivate() {
        registrations.forEach(ServiceRegistration::unregister);
        watches.shutdownNow();
        schedule.close();
        service.close();
    }

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindTarget(BackupTarget target, Map<String, Object> properties) {
        targets.add(String.valueOf(properties.get(BackupTarget.SCHEME)), target);
    }

    void unbindTarget(BackupTarget target, Map<String, Object> properties) {
        targets.remove(String.valueOf(properties.get(BackupTarget.SCHEME)), target);
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindServing(ServingStore store) {
        serving.bind(store);
    }

    void unbindServing(ServingStore store) {
        if (service != null) {
            service.leaveServing();
        }
        serving.unbind(store);
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindFactory(StoreFactory factory) {
        factories.bind(factory);
    }

    void unbindFactory(StoreFactory factory) {
        factories.unbind(factory);
    }
}
