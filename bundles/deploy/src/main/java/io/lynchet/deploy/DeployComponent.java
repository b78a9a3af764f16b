// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.deploy;

import io.lynchet.api.deploy.Deployment;
import io.lynchet.api.deploy.Deployments;
import io.lynchet.api.health.Health;
import io.lynchet.api.health.HealthCheck;
import io.lynchet.api.loop.Loop;
import io.lynchet.api.metrics.MetricSink;
import io.lynchet.api.metrics.MetricSource;
import io.lynchet.deploy.bundle.BundleChecks;
import io.lynchet.deploy.bundle.BundleFailureText;
import io.lynchet.deploy.bundle.BundleLifecycle;
import io.lynchet.deploy.bundle.DeploySettings;
import io.lynchet.deploy.bundle.TimeLimiter;
import io.lynchet.deploy.dropin.DropIn;
import io.lynchet.deploy.dropin.DropInTable;
import io.lynchet.deploy.dropin.FolderWatch;
import io.lynchet.deploy.dropin.JarCache;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The component for the drop-in folders of the app and of the installation. One thread of its own does everything, so
 * no other code waits for a deployment. When this component stops, drop-ins run on; when it comes again, it takes them
 * over.
 */
@Component(
        name = "io.lynchet.deploy",
        immediate = true,
        service = {Deployments.class, HealthCheck.class, MetricSource.class})
@Designate(ocd = DeployComponent.Config.class)
public final class DeployComponent implements Deployments, HealthCheck, MetricSource {
    private static final Logger LOG = LoggerFactory.getLogger(DeployComponent.class);
    private static final long STOP_SECONDS = 5;
    private static final long AFTER_FAILURE_MILLIS = 1_000;

    /** The configuration of the drop-in folders. */
    @ObjectClassDefinition(name = "Drop-in folders")
    public @interface Config {
        @AttributeDefinition(
                description =
                        "Milliseconds for which a file must stay unchanged before it is read, unless it is older than"
                                + " a second.",
                min = "1",
                max = "60000")
        int settleMillis() default 100;

        @AttributeDefinition(
                description = "Milliseconds between scans of the folders when the system reports nothing.",
                min = "100",
                max = "600000")
        int rescanMillis() default 2_000;

        @AttributeDefinition(
                description = "Milliseconds for which an unreadable jar may stay unchanged before it is quarantined.",
                min = "100",
                max = "600000")
        int incompleteMillis() default 3_000;

        @AttributeDefinition(
                description = "Milliseconds in which a bundle must start; otherwise it is quarantined.",
                min = "100",
                max = "600000")
        int startMillis() default 4_000;

        @AttributeDefinition(
                description = "Milliseconds in which the components and health checks of a started bundle must become"
                        + " healthy.",
                min = "0",
                max = "600000")
        int checkMillis() default 2_000;

        @AttributeDefinition(
                description = "Milliseconds in which a bundle must stop; calls inside it get up to 10 seconds of that.",
                min = "100",
                max = "600000")
        int stopMillis() default 15_000;

        @AttributeDefinition(
                description = "Largest jar, in bytes; larger ones are quarantined.",
                min = "1024",
                max = "2147483647")
        int jarBytesMax() default 67_108_864;

        @AttributeDefinition(
                description = "Most jars in the folders; further ones are ignored.",
                min = "1",
                max = "10000")
        int filesMax() default 500;

        @AttributeDefinition(
                description =
                        "Symbolic names of Lynchet's own bundles that a drop-in may replace, such as io.lynchet.store.sqlite.")
        String[] replaceableParts() default {};
    }

    private final Loop turns = Loop.helpful("lynchet-deploy", LOG::error);
    private final Thread thread = turns.thread(this::run);
    private final DropInTable slots = new DropInTable();
    private final DeployMetrics figures = new DeployMetrics();
    private final TimeLimiter bounded = new TimeLimiter();
    private final List<Path> folders;
    private final DeployDiagnostics answers;
    private final DeployLoop loop;
    private final DeployRecovery adoption;
    private final FolderWatch watch;
    private volatile boolean closing;
    private boolean adopted;
    private long nextMillis;

    @Activate
    public DeployComponent(BundleContext context, Config config) throws IOException {
        DeploySettings limits = limits(config);
        folders = folders(context);
        JarCache shelf = new JarCache(data(context).resolve("deployed"), limits.jarBytesMax());
        BundleFailureText diagnosis = new BundleFailureText(context);
        BundleLifecycle life = new BundleLifecycle(context, bounded, limits.time(), diagnosis);
        BundleChecks checks = new BundleChecks(context, bounded, limits.time(), diagnosis);
        Deployer deployer = new Deployer(
                context, slots, shelf, new Deployer.Workshop(life, checks, limits.replaceableParts(), figures));
        adoption = new DeployRecovery(context, slots, shelf, life);
        answers = new DeployDiagnostics(context, slots, checks, diagnosis);
        BundleSupervisor aftercare = new BundleSupervisor(life, checks, deployer);
        Bundle framework = context.getBundle(Constants.SYSTEM_BUNDLE_LOCATION);
        loop = new DeployLoop(
                folders,
                limits,
                slots,
                shelf,
                new DeployLoop.Work(deployer, aftercare, () -> framework.getState() == Bundle.STOPPING));
        watch = new FolderWatch();
    }

    @Activate
    void activate() {
        thread.start();
    }

    @Deactivate
    void deactivate() throws InterruptedException, IOException {
        closing = true;
        turns.close();
        thread.interrupt();
        thread.join(TimeUnit.SECONDS.toMillis(STOP_SECONDS));
        if (thread.isAlive()) {
            LOG.warn("A deployment was still running when the deployer stopped.");
        }
        bounded.close();
        watch.close();
    }

    private void run() {
        try {
            while (!closing) {
                // A failed round must not be the last.
                nextMillis = AFTER_FAILURE_MILLIS;
                turns.turn(this::round);
                watch.await(nextMillis);
            }
        } catch (InterruptedException e) {
            // Only deactivate interrupts; the thread ends with this task.
            Thread.currentThread().interrupt();
        }
    }

    private void round() throws InterruptedException, IOException {
        if (!adopted) {
            adoption.adopt();
            adopted = true;
        }
        watch.follow(folders);
        nextMillis = loop.round();
    }

    @Override
    public List<Deployment> list() {
        return slots.all().stream()
                .map(DropIn::shown)
                .filter(Objects::nonNull)
                .sorted(Comparator.comparing(Deployment::file))
                .toList();
    }

    @Override
    public List<String> why(String bundle) {
        return answers.why(bundle);
    }

    @Override
    public String name() {
        return "deploy";
    }

    @Override
    public boolean needed() {
        return false;
    }

    @Override
    public Health check() {
        List<Deployment> deployments = list();
        String bad = deployments.stream()
                .filter(d -> d.state() != Deployment.State.ACTIVE)
                .map(d -> d.file() + standing(d.state()))
                .collect(Collectors.joining(", "));
        return bad.isEmpty()
                ? Health.ok(deployments.size() + " drop-in files")
                : Health.degraded(bad + "; run 'why <bundle>' in the shell");
    }

    private static String standing(Deployment.State state) {
        return switch (state) {
            case PUT_BACK -> " was rolled back";
            case QUARANTINED -> " is quarantined";
            case PENDING -> " is pending";
            case ACTIVE -> " is active";
        };
    }

    @Override
    public void report(MetricSink sink) {
        figures.report(sink, list());
    }

    private static DeploySettings limits(Config config) {
        return new DeploySettings(
                config.settleMillis(),
                config.rescanMillis(),
                config.incompleteMillis(),
                config.filesMax(),
                config.jarBytesMax(),
                new DeploySettings.Time(config.startMillis(), config.checkMillis(), config.stopMillis()),
                Set.of(config.replaceableParts()));
    }

    private static List<Path> folders(BundleContext context) {
        return Stream.of("lynchet.app", "lynchet.install")
                .map(context::getProperty)
                .filter(Objects::nonNull)
                .map(folder -> Path.of(folder).toAbsolutePath().normalize().resolve("deploy"))
                .distinct()
                .toList();
    }

    private static Path data(BundleContext context) {
        String data = context.getProperty("lynchet.data");
        return data == null ? context.getDataFile("").toPath() : Path.of(data);
    }
}
