// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.itests.framework;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.data.Hook;
import io.lynchet.api.health.Health;
import io.lynchet.api.health.HealthCheck;
import io.lynchet.api.principal.Principal;
import io.lynchet.api.row.Draft;
import io.lynchet.api.schema.Entity;
import java.util.concurrent.CountDownLatch;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** What goes wrong in bundles; each class is copied into a bundle of its own. */
final class BadComponents {
    private BadComponents() {}

    /** Nothing wrong with this one: it only says that it is there. */
    public static final class Quiet implements Hook {
        @Override
        public String name() {
            return "quiet";
        }

        @Override
        public boolean appliesTo(Entity entity) {
            return false;
        }
    }

    /** Refuses what nobody wants to do. */
    public static final class Guard implements Hook {
        @Override
        public String name() {
            return "guard";
        }

        @Override
        public boolean appliesTo(Entity entity) {
            return true;
        }

        @Override
        public void beforeInsert(Principal principal, Draft draft) {
            if ("homework".equals(draft.get(draft.entity().fieldOrNull("title")))) {
                throw new LynchetException(ErrorCode.HOOK_REJECTED, "No homework.");
            }
        }
    }

    public static final class ThrowingHook implements Hook {
        public void activate() {
            throw new IllegalStateException("no licence file");
        }

        @Override
        public String name() {
            return "throwing";
        }

        @Override
        public boolean appliesTo(Entity entity) {
            return false;
        }
    }

    public static final class HangingHook implements Hook {
        public void activate() throws InterruptedException {
            new CountDownLatch(1).await();
        }

        @Override
        public String name() {
            return "hanging";
        }

        @Override
        public boolean appliesTo(Entity entity) {
            return false;
        }
    }

    public static final class ThrowingActivator implements BundleActivator {
        @Override
        public void start(BundleContext context) {
            throw new IllegalStateException("the tool shed is locked");
        }

        @Override
        public void stop(BundleContext context) {}
    }

    public static final class HangingActivator implements BundleActivator {
        @Override
        public void start(BundleContext context) throws InterruptedException {
            new CountDownLatch(1).await();
        }

        @Override
        public void stop(BundleContext context) {}
    }

    public static final class SickCheck implements HealthCheck {
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
}
