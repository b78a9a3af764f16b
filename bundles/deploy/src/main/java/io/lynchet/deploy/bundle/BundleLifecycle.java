// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.deploy.bundle;

import io.lynchet.api.deploy.Deployments;
import io.lynchet.deploy.dropin.DropJar;
import io.lynchet.deploy.dropin.InvalidBundleException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.startlevel.BundleStartLevel;
import org.osgi.framework.wiring.FrameworkWiring;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The steps of single bundles: install, start, stop, uninstall. Each takes a bounded time and leaves bundles alone that
 * do not depend on the bundle.
 */
public final class BundleLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(BundleLifecycle.class);

    private final BundleContext context;
    private final TimeLimiter bounded;
    private final DeploySettings.Time time;
    private final BundleFailureText failureText;

    public BundleLifecycle(
            BundleContext context, TimeLimiter bounded, DeploySettings.Time time, BundleFailureText failureText) {
        this.context = context;
        this.bounded = bounded;
        this.time = time;
        this.failureText = failureText;
    }

    public static String locationOf(DropJar jar) {
        return Deployments.LOCATION_PREFIX + jar.source() + "#" + jar.digest();
    }

    public Bundle install(DropJar jar) throws InvalidBundleException {
        String location = locationOf(jar);
        // A version that hung may still be present, because no other code can end its thread.
        for (int n = 2; context.getBundle(location) != null; n++) {
            location = locationOf(jar) + "." + n;
        }
        try (InputStream in = Files.newInputStream(jar.copy())) {
            Bundle bundle = context.installBundle(location, in);
            // Our own start level: when the process stops, drop-ins stop after the transport and before the services
            // they use.
            bundle.adapt(BundleStartLevel.class)
                    .setStartLevel(
                            context.getBundle().adapt(BundleStartLevel.class).getStartLevel());
            return bundle;
        } catch (BundleException e) {
            throw new InvalidBundleException("It can't be installed: " + BundleFailureText.causes(e) + ".");
        } catch (IOException e) {
            throw new InvalidBundleException("Its copy can't be read: " + e + ".");
        }
    }

    /** Starts a bundle for this run of the process only: after a restart the folder decides. */
    public void start(Bundle bundle) throws InvalidBundleException, InterruptedException {
        try {
            bounded.call("start-" + bundle.getSymbolicName(), time.startMillis(), () -> {
                bundle.start(Bundle.START_TRANSIENT);
                return null;
            });
        } catch (InterruptedException e) {
            throw e;
        } catch (TimeLimiter.Overrun e) {
            throw new InvalidBundleException("Its start did not end within " + time.startMillis() + " ms"
                    + (e.place() == null ? "." : "; it hangs at " + e.place() + "."));
        } catch (Exception e) {
            throw failureText.ofStart(bundle, e);
        }
    }

    /** Stops a bundle of the product so that a drop-in can replace it. */
    public void pause(Bundle part) throws InterruptedException {
        step("stop", part, time.stopMillis(), () -> {
            part.stop(Bundle.STOP_TRANSIENT);
            return null;
        });
    }

    public void resume(Bundle part) throws InterruptedException {
        step("start", part, time.startMillis(), () -> {
            part.start(Bundle.START_TRANSIENT | Bundle.START_ACTIVATION_POLICY);
            return null;
        });
    }

    /**
     * Stops and uninstalls a bundle, and refreshes only the bundles that are wired to it; none when one of them is the
     * product's own. A bundle that hangs remains.
     */
    public void remove(Bundle bundle) throws InterruptedException {
        if (bundle.getState() == Bundle.UNINSTALLED) {
            return;
        }
        boolean stopped = step("stop", bundle, time.stopMillis(), () -> {
            bundle.stop(Bundle.STOP_TRANSIENT);
            return null;
        });
        // After a stop that hangs, an uninstall hangs, too. It is tried in case the hang ends.
        boolean gone = step("uninstall", bundle, stopped ? time.stopMillis() : 100, () -> {
            bundle.uninstall();
            return null;
        });
        if (gone) {
            refresh(bundle);
        }
    }

    /** Gives up a bundle whose start failed. Waits for at most 500 ms when the start hangs. */
    public void abandon(Bundle bundle) throws InterruptedException {
        if (bundle.getState() == Bundle.STARTING || bundle.getState() == Bundle.ACTIVE) {
            step("uninstall", bundle, 500, () -> {
                bundle.uninstall();
                return null;
            });
        } else {
            remove(bundle);
        }
    }

    private boolean step(String verb, Bundle bundle, long millis, java.util.concurrent.Callable<Void> body)
            throws InterruptedException {
        try {
            bounded.call(verb + "-" + bundle.getSymbolicName(), millis, body);
            return true;
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            LOG.warn("Could not {} {} {}: {}", verb, bundle.getSymbolicName(), bundle.getVersion(), e.toString());
            return false;
        }
    }

    private void refresh(Bundle bundle) throws InterruptedException {
        FrameworkWiring wiring =
                context.getBundle(Constants.SYSTEM_BUNDLE_LOCATION).adapt(FrameworkWiring.class);
        if (!wiring.getRemovalPendingBundles().contains(bundle)) {
            return;
        }
        Collection<Bundle> closure = wiring.getDependencyClosure(List.of(bundle));
        List<String> parts = closure.stream()
                .filter(other -> other != bundle)
                .map(Bundle::getLocation)
                .filter(location -> !location.startsWith(Deployments.LOCATION_PREFIX))
                .toList();
        if (!parts.isEmpty()) {
            LOG.warn("{} stays in memory because {} use its packages.", bundle.getSymbolicName(), parts);
            return;
        }
        // Stopped here and not by the refresh, which would start them again at once, without a time limit and before
        // their requirements are back.
        for (Bundle dependent : closure) {
            if (dependent != bundle && dependent.getState() == Bundle.ACTIVE) {
                LOG.info(
                        "{} is stopped because it uses packages of {}, which is uninstalled.",
                        dependent.getSymbolicName(),
                        bundle.getSymbolicName());
                step("stop", dependent, time.stopMillis(), () -> {
                    dependent.stop(Bundle.STOP_TRANSIENT);
                    return null;
                });
            }
        }
        CountDownLatch done = new CountDownLatch(1);
        wiring.refreshBundles(List.of(bundle), event -> done.countDown());
        if (!done.await(time.stopMillis(), TimeUnit.MILLISECONDS)) {
            LOG.warn("The bundles that used {} are still being refreshed.", bundle.getSymbolicName());
        }
    }
}
