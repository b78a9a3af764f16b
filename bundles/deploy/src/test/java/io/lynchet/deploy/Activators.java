// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.deploy;

import io.lynchet.api.health.Health;
import io.lynchet.api.health.HealthCheck;
import java.util.concurrent.CountDownLatch;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** What goes wrong in bundles, and what goes right. Each class alone is copied into a bundle. */
final class Activators {
    private Activators() {}

    /** Registers its symbolic name and version, so that tests see who runs. */
    public static final class Fine implements BundleActivator {
        @Override
        public void start(BundleContext context) {
            context.registerService(
                    String.class, String.valueOf(context.getBundle().getVersion()), null);
        }

        @Override
        public void stop(BundleContext context) {}
    }

    public static final class Throwing implements BundleActivator {
        @Override
        public void start(BundleContext context) {
            throw new IllegalStateException("the licence has run out");
        }

        @Override
        public void stop(BundleContext context) {}
    }

    public static final class Hanging implements BundleActivator {
        @Override
        public void start(BundleContext context) throws InterruptedException {
            new CountDownLatch(1).await();
        }

        @Override
        public void stop(BundleContext context) {}
    }

    /** Does not even care for being interrupted, until the test lets it go. */
    public static final class Stubborn implements BundleActivator {
        @Override
        public void start(BundleContext context) {
            while (System.getProperty("lynchet.test.stubborn") != null) {
                Thread.onSpinWait();
            }
        }

        @Override
        public void stop(BundleContext context) {}
    }

    public static final class Sick implements BundleActivator, HealthCheck {
        @Override
        public void start(BundleContext context) {
            context.registerService(HealthCheck.class, this, null);
        }

        @Override
        public void stop(BundleContext context) {}

        @Override
        public String name() {
            return "sick";
        }

        @Override
        public boolean needed() {
            return true;
        }

        @Override
        public Health check() {
            return Health.down("the tank is empty");
        }
    }

    /** Uses a class that was left out of the bundle. */
    public static final class Incomplete implements BundleActivator {
        @Override
        public void start(BundleContext context) {
            new LeftOut().call();
        }

        @Override
        public void stop(BundleContext context) {}
    }

    public static final class LeftOut {
        void call() {
            throw new IllegalStateException("never called");
        }
    }
}
