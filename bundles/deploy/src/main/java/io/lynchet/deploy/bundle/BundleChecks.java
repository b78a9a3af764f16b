// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.deploy.bundle;

import io.lynchet.api.health.Health;
import io.lynchet.api.health.HealthCheck;
import io.lynchet.deploy.dropin.InvalidBundleException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;

/** The checks whether a started bundle works. */
public final class BundleChecks {
    private static final long LOOK_EVERY_MILLIS = 20;
    private static final long HEALTH_MILLIS = 1_000;
    private static final String COMPONENT_RUNTIME = "org.osgi.service.component.runtime.ServiceComponentRuntime";

    private final BundleContext context;
    private final TimeLimiter bounded;
    private final DeploySettings.Time time;
    private final BundleFailureText failureText;

    public BundleChecks(
            BundleContext context, TimeLimiter bounded, DeploySettings.Time time, BundleFailureText failureText) {
        this.context = context;
        this.bounded = bounded;
        this.time = time;
        this.failureText = failureText;
    }

    /**
     * Blocks until the bundle works, for as long as configured.
     *
     * @return null when it works; a sentence when a part still waits for something that is expected to come
     * @throws InvalidBundleException when it does not work in time, or when time can't help
     */
    public String settle(Bundle bundle) throws InvalidBundleException, InterruptedException {
        if (hasComponentRuntime() && bundle.getState() == Bundle.ACTIVE) {
            for (String failure : new ComponentFacts(context, failureText).unloadable(bundle)) {
                throw new InvalidBundleException(failure, InvalidBundleException.Cure.OTHERS);
            }
        }
        String unusable = useServices(bundle);
        if (unusable != null) {
            look(bundle);
            throw new InvalidBundleException(
                    "Its service " + unusable + " is not available: its component did not activate; see the log.");
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
            } catch (InvalidBundleException e) {
                if (last || e.cure() == InvalidBundleException.Cure.NONE) {
                    throw e;
                }
            }
            never.await(LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    /** Checks once, as {@link #settle} does. An {@link InvalidBundleException} with a cure may pass by itself. */
    public String look(Bundle bundle) throws InvalidBundleException, InterruptedException {
        if (bundle.getState() != Bundle.ACTIVE) {
            throw new InvalidBundleException("It stopped by itself after its start.");
        }
        for (String failure : failures(bundle)) {
            throw new InvalidBundleException(failure);
        }
        checkHealth(bundle);
        String expected = null;
        for (ComponentFacts.Waiting waiting : waiting(bundle)) {
            if (!waiting.expected()) {
                throw new InvalidBundleException(waiting.sentence(), InvalidBundleException.Cure.OTHERS);
            }
            expected = waiting.sentence();
        }
        return expected;
    }

    /** Returns all findings about a running bundle, as sentences. */
    public List<String> complaints(Bundle bundle) {
        List<String> complaints = new ArrayList<>(failures(bundle));
        waiting(bundle).forEach(waiting -> complaints.add(waiting.sentence()));
        return complaints;
    }

    // Lazy components are activated once, so that a failure shows now and not at the first request. Returns the type of
    // a service that could not be obtained, or null.
    private String useServices(Bundle bundle) throws InvalidBundleException, InterruptedException {
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
        } catch (TimeLimiter.Overrun e) {
            throw new InvalidBundleException("One of its components did not activate within " + time.startMillis()
                    + " ms" + (e.place() == null ? "." : "; it hangs at " + e.place() + "."));
        } catch (Exception e) {
            throw failureText.ofStart(bundle, e);
        }
    }

    private void checkHealth(Bundle bundle) throws InvalidBundleException, InterruptedException {
        for (ServiceReference<?> reference : services(bundle)) {
            Object types = reference.getProperty(Constants.OBJECTCLASS);
            if (types instanceof String[] names && Arrays.asList(names).contains(HealthCheck.class.getName())) {
                Health health = health(bundle, reference);
                if (health.state() == Health.State.DOWN) {
                    throw new InvalidBundleException(
                            "Its health check says: " + health.message(), InvalidBundleException.Cure.TIME);
                }
            }
        }
    }

    private Health health(Bundle bundle, ServiceReference<?> reference) throws InterruptedException {
        try {
            return bounded.call("check-" + bundle.getSymbolicName(), HEALTH_MILLIS, () -> {
                Object service = context.getService(reference);
                if (!(service instanceof HealthCheck check)) {
                    return Health.down("the check is missing");
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
        return hasComponentRuntime() ? new ComponentFacts(context, failureText).failures(bundle) : List.of();
    }

    private List<ComponentFacts.Waiting> waiting(Bundle bundle) {
        return hasComponentRuntime() ? new ComponentFacts(context, failureText).waiting(bundle) : List.of();
    }

    private boolean hasComponentRuntime() {
        return context.getServiceReference(COMPONENT_RUNTIME) != null;
    }
}
