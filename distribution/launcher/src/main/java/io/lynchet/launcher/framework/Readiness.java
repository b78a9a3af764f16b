// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.launcher.framework;

import io.lynchet.api.data.DataAdmin;
import io.lynchet.api.data.ReloadReport;
import io.lynchet.launcher.cli.Refusal;
import io.lynchet.launcher.jar.Feature;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceListener;

/**
 * The wait until the process serves: every needed service is present, the manifest serves, and no needed health check
 * is down. When that does not happen, it reports why.
 */
public final class Readiness {
    /** Services wake the wait at once; health has no event, so it is polled this often. */
    private static final long POLL_MILLIS = 20;

    private final BundleContext context;
    private final List<String> needed;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    public Readiness(BundleContext context, List<Feature> features) {
        this.context = context;
        this.needed = features.stream()
                .flatMap(feature -> feature.needs().stream())
                .distinct()
                .toList();
    }

    /**
     * Blocks until ready.
     *
     * @throws Refusal after the time is over, or at once when it can't become ready any more
     */
    public void await(long atMostMillis) throws InterruptedException {
        ServiceListener listener = event -> wake();
        context.addServiceListener(listener);
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(atMostMillis);
        lock.lock();
        try {
            while (!isReady()) {
                List<String> failures = StartFailures.of(context);
                if (!failures.isEmpty()) {
                    throw Refusal.error("a bundle failed to start:\n  " + String.join("\n  ", failures));
                }
                if (System.nanoTime() > deadline) {
                    throw Refusal.error(
                            "not ready after " + atMostMillis / 1000 + " s:\n  " + String.join("\n  ", reasons()));
                }
                changed.await(POLL_MILLIS, TimeUnit.MILLISECONDS);
            }
        } finally {
            lock.unlock();
            context.removeServiceListener(listener);
        }
    }

    private void wake() {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private boolean isReady() {
        refuseManifestErrors();
        return needed.stream().allMatch(this::isThere)
                && HealthChecks.down(context, true).isEmpty()
                && isLoaded();
    }

    private boolean isThere(String service) {
        return context.getServiceReference(service) != null;
    }

    private void refuseManifestErrors() {
        Optional<ReloadReport> report = report();
        if (report.isPresent() && !report.get().applied()) {
            throw Refusal.manifest("the app does not serve:\n  "
                    + report.get().diagnostics().stream().map(Object::toString).collect(Collectors.joining("\n  ")));
        }
    }

    private boolean isLoaded() {
        return !needed.contains(DataAdmin.class.getName())
                || report().map(ReloadReport::applied).orElse(false);
    }

    private Optional<ReloadReport> report() {
        return ServiceLookup.find(context, DataAdmin.class).flatMap(DataAdmin::lastReload);
    }

    private List<String> reasons() {
        List<String> reasons = new ArrayList<>();
        HealthChecks.down(context, true).forEach((name, why) -> reasons.add(name + ": " + why));
        // Not needed by themselves, they may tell why a needed service is missing.
        HealthChecks.down(context, false).forEach((name, why) -> reasons.add(name + ": " + why));
        for (String service : needed) {
            if (!isThere(service)) {
                reasons.add("no " + service.substring(service.lastIndexOf('.') + 1) + " is present");
            }
        }
        reasons.addAll(StartFailures.unsatisfied(context));
        if (reasons.isEmpty()) {
            reasons.add("the manifest is still being applied");
        }
        return reasons;
    }

    /** Returns every bundle with its state, for messages. */
    public static String states(BundleContext context) {
        return Arrays.stream(context.getBundles())
                .map(bundle -> bundle.getSymbolicName() + " " + state(bundle))
                .collect(Collectors.joining(", "));
    }

    private static String state(Bundle bundle) {
        return switch (bundle.getState()) {
            case Bundle.ACTIVE -> "active";
            case Bundle.STARTING -> "starting";
            case Bundle.STOPPING -> "stopping";
            case Bundle.RESOLVED -> "resolved";
            case Bundle.INSTALLED -> "installed, not resolved";
            default -> "uninstalled";
        };
    }
}
