// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.deploy;

import io.lynchet.api.deploy.Deployments;
import io.lynchet.deploy.bundle.BundleLifecycle;
import io.lynchet.deploy.dropin.DropIn;
import io.lynchet.deploy.dropin.DropInTable;
import io.lynchet.deploy.dropin.DropJar;
import io.lynchet.deploy.dropin.IncompleteJarException;
import io.lynchet.deploy.dropin.InvalidBundleException;
import io.lynchet.deploy.dropin.JarCache;
import java.io.IOException;
import java.nio.file.Path;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The takeover of drop-ins that run already after a restart or update of the deployer itself. */
final class DeployRecovery {
    private static final Logger LOG = LoggerFactory.getLogger(DeployRecovery.class);

    private final BundleContext context;
    private final DropInTable dropIns;
    private final JarCache cache;
    private final BundleLifecycle life;

    DeployRecovery(BundleContext context, DropInTable dropIns, JarCache cache, BundleLifecycle life) {
        this.context = context;
        this.dropIns = dropIns;
        this.cache = cache;
        this.life = life;
    }

    void adopt() throws InterruptedException {
        for (Bundle bundle : context.getBundles()) {
            if (bundle.getLocation().startsWith(Deployments.LOCATION_PREFIX)) {
                DropJar jar = bundle.getState() == Bundle.ACTIVE ? jarOf(bundle) : null;
                if (jar == null) {
                    life.remove(bundle);
                } else {
                    dropIns.at(jar.source()).running = new DropIn.Running(jar, bundle);
                }
            }
        }
    }

    private DropJar jarOf(Bundle bundle) {
        String location = bundle.getLocation().substring(Deployments.LOCATION_PREFIX.length());
        Path file = Path.of(location.substring(0, location.lastIndexOf('#')));
        try {
            DropJar jar = cache.lastGood(file);
            return jar != null && bundle.getLocation().startsWith(BundleLifecycle.locationOf(jar)) ? jar : null;
        } catch (IOException | IncompleteJarException | InvalidBundleException e) {
            LOG.warn("{} can't be adopted and starts again: {}", bundle.getSymbolicName(), e.getMessage());
            return null;
        }
    }
}
