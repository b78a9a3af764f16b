// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.deploy;

import io.lynchet.api.health.Health;
import io.lynchet.api.health.HealthCheck;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;

/** Decides whether a bundle that was started does its work. */
final class BundleChecks {
    private static final long LOOK_EVERY_MILLIS = 20;
    private static final long HEALTH_MILLIS = 1_000;
    private static final String COMPONENT_RUNTIME = "org.osgi.service.component.runtime.ServiceComponentRuntime";

    private final BundleContext context;
    private final Bounded bounded;
    private final Limits.Time time;
    private final Diagnosis diagnosis;

    BundleChecks(BundleContext context, Bounded bounded, Limits.Time time, Diagnosis diagnosis) {
        this.context = context;
        this.bounded = bounded;
        this.time = time;
        this.diagnosis = diagnosis;
    }

    /**
     * Waits until it is well, for as long as configured.
     *
     * @return null when it is well; a sentence when a part of it still waits for something that can be expected to come
     * @throws Unfit when it is not well and time alone will not help
     */
    String settle(Bundle bundle) throws Unfit, InterruptedException {
        if (hasComponentRuntime() && bundle.getState() == Bundle.ACTIVE) {
            for (String failure : new ComponentFacts(context, diagnosis).unloadable(bundle)) {
                throw new Unfit(failure, Unfit.Cure.OTHERS);
            }
        }
        String unusable = useServices(bundle);
        if (unusable != null) {
            look(bundle);
            throw new Unfit("Its service " + unusable + " can't be had: its component did not activate; see the log.");
        }
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(time.checkMillis());
        CountDownLatch never = new CountDownLatch(1);
        while (true) {
            boolean last = System.nanoTime() - end >= 0;
            try {
                String waiting = look(bundle);
                if (waiting == null || last) {
                    return waiting;
                }
            } catch (Unfit e) {
                if (last || e.cure() == Unfit.Cure.NONE) {
                    throw e;
                }
            }
            never.await(LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    /** One look, see {@link #settle}; an {@link Unfit} with a cure may pass by itself. */
    String look(Bundle bundle) throws Unfit, InterruptedException {
        if (bundle.getState() != Bundle.ACTIVE) {
            throw new Unfit("It stopped by itself after its start.");
        }
        for (String failure : failures(bundle)) {
            throw new Unfit(failure);
        }
        checkHealth(bundle);
        String expected = null;
        for (ComponentFacts.Waiting waiting : waiting(bundle)) {
            if (!waiting.expected()) {
                throw new Unfit(waiting.sentence(), Unfit.Cure.OTHERS);
            }
            expected = waiting.sentence();
        }
        return expected;
    }

    /** All sentences that there are to say of a running bundle. */
    List<String> complaints(Bundle bundle) {
        List<String> complaints = new ArrayList<>(failures(bundle));
        waiting(bundle).forEach(waiting -> complaints.add(waiting.sentence()));
        return complaints;
    }

    // Components that nobody has asked for yet are activated once, so that a failure shows now and not at the first
    // request.
    // The answer is the type of a service that could not be had, or null.
    private String useServices(Bundle bundle) throws Unfit, InterruptedException {
        try {
            return bounded.call("use-" + bundle.getSymbolicName(), time.startMillis(), () -> {
                for (ServiceReference<?> reference : services(bundle)) {
                    if (context.getService(reference) != null) {
                        context.ungetService(reference);
                    } else if (reference.getBundle() != null) {
                        return ((String[]) reference.getProperty(Constants.OBJECTCLASS))[0];
                    }
                }
                return null;
            });
        } catch (InterruptedException e) {
            throw e;
        } catch (Bounded.Overrun e) {
            throw new Unfit("A component of it did not activate within " + time.startMillis() + " ms"
                    + (e.place() == null ? "." : "; it hangs at " + e.place() + "."));
        } catch (Exception e) {
            throw diagnosis.ofStart(bundle, e);
        }
    }

    private void checkHealth(Bundle bundle) throws Unfit, InterruptedException {
        for (ServiceReference<?> reference : services(bundle)) {
            Object types = reference.getProperty(Constants.OBJECTCLASS);
            if (types instanceof String[] names && Arrays.asList(names).contains(HealthCheck.class.getName())) {
                Health health = health(bundle, reference);
                if (health.state() == Health.State.DOWN) {
                    throw new Unfit("Its health check says: " + health.message(), Unfit.Cure.TIME);
                }
            }
        }
    }

    private Health health(Bundle bundle, ServiceReference<?> reference) throws InterruptedException {
        try {
            return bounded.call("check-" + bundle.getSymbolicName(), HEALTH_MILLIS, () -> {
                Object service = context.getService(reference);
                if (!(service instanceof HealthCheck check)) {
                    return Health.down("the check is not there");
                }
                try {
                    return check.check();
                } finally {
                    context.ungetService(reference);
                }
            });
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            return Health.down("the check failed: " + e);
        }
    }

    private static List<ServiceReference<?>> services(Bundle bundle) {
        ServiceReference<?>[] registered = bundle.getState() == Bundle.ACTIVE ? bundle.getRegisteredServices() : null;
        return registered == null ? List.of() : Arrays.asList(registered);
    }

    private List<String> failures(Bundle bundle) {
        return hasComponentRuntime() ? new ComponentFacts(context, diagnosis).failures(bundle) : List.of();
    }

    private List<ComponentFacts.Waiting> waiting(Bundle bundle) {
        return hasComponentRuntime() ? new ComponentFacts(context, diagnosis).waiting(bundle) : List.of();
    }

    private boolean hasComponentRuntime() {
        return context.getServiceReference(COMPONENT_RUNTIME) != null;
    }
}
