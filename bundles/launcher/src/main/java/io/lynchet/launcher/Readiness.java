// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.launcher;

import io.lynchet.api.data.DataControl;
import io.lynchet.api.data.ReloadReport;
import io.lynchet.api.health.Health;
import io.lynchet.api.health.HealthCheck;
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
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceListener;
import org.osgi.framework.ServiceReference;

/**
 * Waits until the process serves: every service that the features need is there, the manifest was taken over, and no
 * needed health check is down. If that does not come about, says why.
 */
final class Readiness {
    /** Services wake the wait at once; health has no event, so it is asked this often. */
    private static final long POLL_MILLIS = 20;

    private final BundleContext context;
    private final List<String> needed;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    Readiness(BundleContext context, List<Feature> features) {
        this.context = context;
        this.needed = features.stream()
                .flatMap(feature -> feature.needs().stream())
                .distinct()
                .toList();
    }

    /**
     * Blocks until ready.
     *
     * @throws Refusal after the time is over, or at once when it can't come about any more
     */
    void await(long atMostMillis) throws InterruptedException {
        ServiceListener listener = event -> wake();
        context.addServiceListener(listener);
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(atMostMillis);
        lock.lock();
        try {
            while (!isReady()) {
                List<String> failures = Failures.of(context);
                if (!failures.isEmpty()) {
                    throw Refusal.error("a part failed to start:\n  " + String.join("\n  ", failures));
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
        return needed.stream().allMatch(this::isThere) && down().isEmpty() && isLoaded();
    }

    private boolean isThere(String service) {
        return context.getServiceReference(service) != null;
    }

    private void refuseManifestErrors() {
        Optional<ReloadReport> report = report();
        if (report.isPresent() && !report.get().applied()) {
            throw Refusal.manifest("the app is not served:\n  "
                    + report.get().diagnostics().stream().map(Object::toString).collect(Collectors.joining("\n  ")));
        }
    }

    private boolean isLoaded() {
        return !needed.contains(DataControl.class.getName())
                || report().map(ReloadReport::applied).orElse(false);
    }

    private Optional<ReloadReport> report() {
        return Services.find(context, DataControl.class).flatMap(DataControl::lastReload);
    }

    /** What each needed check that is down says. */
    private List<String> down() {
        return down(true);
    }

    private List<String> down(boolean needed) {
        List<String> down = new ArrayList<>();
        for (HealthCheck check : checks()) {
            if (check.needed() == needed) {
                Health health = check.check();
                if (health.state() == Health.State.DOWN) {
                    down.add(check.name() + ": " + health.message());
                }
            }
        }
        return down;
    }

    private List<HealthCheck> checks() {
        try {
            List<HealthCheck> checks = new ArrayList<>();
            for (ServiceReference<HealthCheck> reference : context.getServiceReferences(HealthCheck.class, null)) {
                Optional.ofNullable(context.getService(reference)).ifPresent(checks::add);
            }
            return checks;
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private List<String> reasons() {
        List<String> reasons = new ArrayList<>(down());
        // Not needed by themselves, they may tell why what is needed is not there.
        reasons.addAll(down(false));
        for (String service : needed) {
            if (!isThere(service)) {
                reasons.add("no " + service.substring(service.lastIndexOf('.') + 1) + " is there");
            }
        }
        reasons.addAll(Failures.unsatisfied(context));
        if (reasons.isEmpty()) {
            reasons.add("the manifest is still being taken over");
        }
        return reasons;
    }

    /** Every bundle with its state, for messages. */
    static String states(BundleContext context) {
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
