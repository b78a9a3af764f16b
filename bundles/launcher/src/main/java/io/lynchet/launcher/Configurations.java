// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.launcher;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
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

/** Changes what Config Admin holds, waits until the components have it, and takes it back when one of them fails over it. */
final class Configurations {
    private static final Logger LOG = LoggerFactory.getLogger(Configurations.class);
    private static final long PATIENCE_SECONDS = 30;

    /** How long what the process needs may take until it is healthy again; stores are opened anew, and connect, within that time. */
    private static final long HEALTHY_SECONDS = 15;

    private static final long POLL_MILLIS = 20;

    /** Begins the PIDs of marks, which no component has. */
    private static final String MARK = "io.lynchet.launcher.mark.";

    private final Kernel kernel;
    private long marks;

    Configurations(Kernel kernel) {
        this.kernel = kernel;
    }

    /**
     * What is done beside the change of configuration.
     *
     * @param forth once the new values are there
     * @param back before the old values come again; also when {@code forth} failed or was not reached
     */
    record Step(Runnable forth, Runnable back) {
        static final Step NONE = new Step(Step::nothing, Step::nothing);

        private static void nothing() {}
    }

    /**
     * Goes from one configuration to another; nothing is touched that is equal in both. Blocks until what the process needs is healthy again, if it was before.
     *
     * @throws LynchetException {@code CONFIGURATION_INVALID} when a component does not start with its new values, what the process needs stays down, or a store or transport
     *     is chosen that is not there; then, as after any failure, the old values hold again, and the step is taken back
     */
    void change(Map<String, Map<String, Object>> before, Map<String, Map<String, Object>> after, Step step) {
        Set<String> failed = new HashSet<>(Failures.of(kernel.context()));
        Set<String> down = HealthChecks.down(kernel.context(), true).keySet();
        Map<String, Map<String, Object>> changed = difference(before, after);
        Choices choices = Choices.between(before, after);
        if (changed.size() == 1) {
            // Nothing else changes that could bring what is chosen.
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

    /** Components have failed by now or don't; stores, and what stands on them, may come back on threads of their own. */
    private void refuseFresh(Set<String> failedBefore, Set<String> downBefore, Choices choices) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(HEALTHY_SECONDS);
        while (true) {
            List<String> fresh = new ArrayList<>(Failures.of(kernel.context()));
            fresh.removeAll(failedBefore);
            if (!fresh.isEmpty()) {
                throw refused("A part does not start with it", fresh);
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
            throw refused("It chooses what is not there", missing);
        }
    }

    private static LynchetException refused(String why, List<String> reasons) {
        return new LynchetException(
                ErrorCode.CONFIGURATION_INVALID, why + ", so what held before goes on: " + String.join("; ", reasons));
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
                LOG.error("What was changed could not be taken back as a whole.", e);
                why.addSuppressed(e);
            }
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

    /** Returns when the components have acted on the new values: have begun anew with them, or failed. */
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
     * Config Admin tells of changes on one thread, in their order, and of the next one when every listener has returned from the one before. The component
     * runtime begins components anew inside that call. So when a mark comes that was set behind the changes, the components are through with them. In which
     * order listeners hear of one change is not defined, and the count of changes that the component runtime publishes comes seconds later and not at
     * all when nothing begins anew.
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
                throw Refusal.error("the parts did not take the configuration over within " + PATIENCE_SECONDS + " s");
            }
        } finally {
            registration.unregister();
        }
    }
}
