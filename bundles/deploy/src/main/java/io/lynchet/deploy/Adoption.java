// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.deploy;

import io.lynchet.api.deploy.Deployments;
import java.io.IOException;
import java.nio.file.Path;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes over the drop-ins that run already when the deployer itself was restarted or updated. */
final class Adoption {
    private static final Logger LOG = LoggerFactory.getLogger(Adoption.class);

    private final BundleContext context;
    private final Slots slots;
    private final Shelf shelf;
    private final BundleLife life;

    Adoption(BundleContext context, Slots slots, Shelf shelf, BundleLife life) {
        this.context = context;
        this.slots = slots;
        this.shelf = shelf;
        this.life = life;
    }

    void adopt() throws InterruptedException {
        for (Bundle bundle : context.getBundles()) {
            if (bundle.getLocation().startsWith(Deployments.LOCATION_PREFIX)) {
                DropJar jar = bundle.getState() == Bundle.ACTIVE ? jarOf(bundle) : null;
                if (jar == null) {
                    life.remove(bundle);
                } else {
                    slots.at(jar.source()).running = new Slot.Running(jar, bundle);
                }
            }
        }
    }

    private DropJar jarOf(Bundle bundle) {
        String location = bundle.getLocation().substring(Deployments.LOCATION_PREFIX.length());
        Path file = Path.of(location.substring(0, location.lastIndexOf('#')));
        try {
            DropJar jar = shelf.lastGood(file);
            return jar != null && bundle.getLocation().startsWith(BundleLife.locationOf(jar)) ? jar : null;
        } catch (IOException | IncompleteJar | Unfit e) {
            LOG.warn("{} can't be taken over and is started anew: {}", bundle.getSymbolicName(), e.getMessage());
            return null;
        }
    }
}
