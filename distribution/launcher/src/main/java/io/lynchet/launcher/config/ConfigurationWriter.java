// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.launcher.config;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.launcher.cli.Refusal;
import io.lynchet.launcher.framework.HealthChecks;
import io.lynchet.launcher.framework.Kernel;
import io.lynchet.launcher.framework.StartFailures;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.cm.ConfigurationEvent;
import org.osgi.service.cm.ConfigurationListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The writer of configurations in Config Admin. It waits until components have the new values, and rolls back when one
 * of them fails.
 */
final class ConfigurationWriter {
    private static final Logger LOG = LoggerFactory.getLogger(ConfigurationWriter.class);
    private static final long PATIENCE_SECONDS = 30;

    /**
     * How long needed health checks may take until they are up again; within that time, stores are reopened and
     * connect.
     */
    private static final long HEALTHY_SECONDS = 15;

    private static final long POLL_MILLIS = 20;

    /** The beginning of the PIDs of marks, which no component has. */
    private static final String MARK = "io.lynchet.launcher.mark.";

    private final Kernel kernel;
    private long marks;

    ConfigurationWriter(Kernel kernel) {
        this.kernel = kernel;
    }

    /**
     * The work beside a change of configuration.
     *
     * @param forth runs once the new values are set
     * @param back runs before the old values are restored; also when {@code forth} failed or was not reached
     */
    record Step(Runnable forth, Runnable back) {
        static final Step NONE = new Step(Step::nothing, Step::nothing);

        private static void nothing() {}
    }

    /**
     * Changes one configuration to another; values that are equal in both are not touched. Blocks until needed health
     * checks are up again, if they were before.
     *
     * @throws LynchetException {@code CONFIGURATION_INVALID} when a component does not start with its new values, a
     *     needed health check stays down, or the chosen store or transport is missing. After any failure the old values
     *     are restored and the step is undone
     */
    void change(Map<String, Map<String, Object>> before, Map<String, Map<String, Object>> after, Step step) {
        Set<String> failed = new HashSet<>(StartFailures.of(kernel.context()));
        Set<String> down = HealthChecks.down(kernel.context(), true).keySet();
        Map<String, Map<String, Object>> changed = difference(before, after);
        ProviderChoices choices = ProviderChoices.between(before, after);
        if (changed.size() == 1) {
            // No other change could bring the chosen provider.
            refuseAbsent(choices.missing(kernel.context()));
        }
        try {
            give(changed);
            step.forth().run();
            refuseFresh(failed, down, choices);
        } catch (RuntimeException e) {
            takeBack(step, difference(after, before), e);
            throw e;
        }
    }

    /**
     * Components have failed by now or don't; stores, and bundles that depend on them, may come back on threads of
     * their own.
     */
    private void refuseFresh(Set<String> failedBefore, Set<String> downBefore, ProviderChoices choices) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(HEALTHY_SECONDS);
        while (true) {
            List<String> fresh = new ArrayList<>(StartFailures.of(kernel.context()));
            fresh.removeAll(failedBefore);
            if (!fresh.isEmpty()) {
                throw refused("A bundle does not start with it", fresh);
            }
            Map<String, String> down = HealthChecks.down(kernel.context(), true);
            down.keySet().removeAll(downBefore);
            List<String> missing = choices.missing(kernel.context());
            if (down.isEmpty() && missing.isEmpty()) {
                return;
            }
            if (System.nanoTime() > deadline) {
                refuseAbsent(missing);
                down.forEach((name, why) -> fresh.add(name + ": " + why));
                throw refused("The app does not serve with it", fresh);
            }
            pause();
        }
    }

    private static void refuseAbsent(List<String> missing) {
        if (!missing.isEmpty()) {
            throw refused("It chooses a store or transport that is missing", missing);
        }
    }

    private static LynchetException refused(String why, List<String> reasons) {
        return new LynchetException(
                ErrorCode.CONFIGURATION_INVALID,
                why + ", so the previous configuration stays: " + String.join("; ", reasons));
    }

    private static void pause() {
        try {
            // Health has no event.
            boolean unused = new CountDownLatch(1).await(POLL_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Refusal.error("interrupted while the configuration was changed", e);
        }
    }

    private void takeBack(Step step, Map<String, Map<String, Object>> old, RuntimeException why) {
        for (Runnable part : List.of(step.back(), () -> give(old))) {
            try {
                part.run();
            } catch (RuntimeException e) {
                LOG.error("The change could not be undone as a whole.", e);
                why.addSuppressed(e);
            }
        }
    }

    /** Returns the new values of PIDs that differ; empty for removed ones. */
    private static Map<String, Map<String, Object>> difference(
            Map<String, Map<String, Object>> before, Map<String, Map<String, Object>> after) {
        Set<String> pids = new TreeSet<>(before.keySet());
        pids.addAll(after.keySet());
        Map<String, Map<String, Object>> changed = new TreeMap<>();
        for (String pid : pids) {
            Map<String, Object> wanted = after.getOrDefault(pid, Map.of());
            if (!comparable(before.getOrDefault(pid, Map.of())).equals(comparable(wanted))) {
                changed.put(pid, wanted);
            }
        }
        return changed;
    }

    private static Map<String, Object> comparable(Map<String, Object> values) {
        Map<String, Object> comparable = new HashMap<>();
        values.forEach((key, value) ->
                comparable.put(key, value instanceof Object[] array ? Arrays.asList(array) : value));
        return comparable;
    }

    /** Sets the values and blocks until the components have acted on them: they have started anew, or failed. */
    private void give(Map<String, Map<String, Object>> changed) {
        if (changed.isEmpty()) {
            return;
        }
        try {
            for (Map.Entry<String, Map<String, Object>> entry : changed.entrySet()) {
                kernel.configure(entry.getKey(), entry.getValue());
            }
            awaitMark();
        } catch (IOException e) {
            throw Refusal.error("the configuration could not be changed: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Refusal.error("interrupted while the configuration was changed", e);
        }
    }

    /**
     * Waits until components have seen all earlier changes. Config Admin tells of changes on one thread, in their
     * order, and of the next one when every listener has returned from the one before. The component runtime restarts
     * components inside that call. So when a mark comes that was set behind the changes, the components have handled
     * them.
     *
     * <p>The order in which listeners hear of one change is not defined. The component runtime's own change count comes
     * seconds later, and not at all when no component restarts.
     */
    private void awaitMark() throws IOException, InterruptedException {
        String mark = MARK + ++marks;
        CountDownLatch seen = new CountDownLatch(1);
        ConfigurationListener listener = event -> {
            if (event.getPid().equals(mark) && event.getType() == ConfigurationEvent.CM_DELETED) {
                seen.countDown();
            }
        };
        ServiceRegistration<?> registration =
                kernel.context().registerService(ConfigurationListener.class, listener, null);
        try {
            kernel.configure(mark, Map.of("set", true));
            kernel.configure(mark, Map.of());
            if (!seen.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw Refusal.error("the bundles did not apply the configuration within " + PATIENCE_SECONDS + " s");
            }
        } finally {
            registration.unregister();
        }
    }
}
