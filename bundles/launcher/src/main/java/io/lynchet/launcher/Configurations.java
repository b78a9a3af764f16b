// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.launcher;

import java.io.IOException;
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
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.cm.ConfigurationEvent;
import org.osgi.service.cm.ConfigurationListener;

/** Changes what Config Admin holds, waits until the components have it, and takes it back when one of them fails over it. */
final class Configurations {
    private static final long PATIENCE_SECONDS = 30;

    /** For so long it is looked whether a component fails over its new values; those that are used at all begin anew within some milliseconds. */
    private static final long SETTLE_MILLIS = 1_000;

    private static final long POLL_MILLIS = 20;

    private final Kernel kernel;

    Configurations(Kernel kernel) {
        this.kernel = kernel;
    }

    /**
     * Goes from one configuration to another; nothing is touched that is equal in both.
     *
     * @param between done when the new values are there
     * @throws Refusal when a component does not start with its new values; then the old ones hold again
     */
    void change(Map<String, Map<String, Object>> before, Map<String, Map<String, Object>> after, Runnable between) {
        Map<String, Map<String, Object>> changed = difference(before, after);
        Set<String> failed = new HashSet<>(Failures.of(kernel.context()));
        try {
            give(changed);
            between.run();
            List<String> fresh = freshFailures(changed.keySet(), failed);
            if (!fresh.isEmpty()) {
                throw Refusal.usage(
                        "a part does not start with it, so what held before goes on:\n  " + String.join("\n  ", fresh));
            }
        } catch (Refusal e) {
            give(difference(after, before));
            throw e;
        }
    }

    /** What failed that had not failed before, as soon as the components of these PIDs are active or have failed. */
    private List<String> freshFailures(Set<String> pids, Set<String> before) {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(SETTLE_MILLIS);
        while (true) {
            List<String> fresh = Failures.of(kernel.context()).stream()
                    .filter(failure -> !before.contains(failure))
                    .toList();
            boolean over = System.nanoTime() - deadline > 0;
            if (!fresh.isEmpty() || over || pids.isEmpty()) {
                return fresh;
            }
            pause();
        }
    }

    private static void pause() {
        try {
            // Components begin anew on threads of others, and tell nobody when they are through.
            boolean unused = new CountDownLatch(1).await(POLL_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Refusal.error("interrupted while the configuration was changed", e);
        }
    }

    /** The values of those that are not equal; empty for those that are gone. */
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

    private void give(Map<String, Map<String, Object>> changed) {
        if (changed.isEmpty()) {
            return;
        }
        CountDownLatch told = new CountDownLatch(changed.size());
        ConfigurationListener listener = event -> {
            boolean ours = event.getType() != ConfigurationEvent.CM_LOCATION_CHANGED;
            if (ours && (changed.containsKey(event.getPid()) || event.getFactoryPid() != null)) {
                told.countDown();
            }
        };
        // After everybody else, so that the components have acted when it hears of it.
        ServiceRegistration<?> registration = kernel.context()
                .registerService(
                        ConfigurationListener.class,
                        listener,
                        org.osgi.framework.FrameworkUtil.asDictionary(
                                Map.of(Constants.SERVICE_RANKING, Integer.MIN_VALUE)));
        try {
            for (Map.Entry<String, Map<String, Object>> entry : changed.entrySet()) {
                kernel.configure(entry.getKey(), entry.getValue());
            }
            if (!told.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw Refusal.error("the parts did not take the configuration over within " + PATIENCE_SECONDS + " s");
            }
        } catch (IOException e) {
            throw Refusal.error("the configuration could not be changed: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Refusal.error("interrupted while the configuration was changed", e);
        } finally {
            registration.unregister();
        }
    }
}
