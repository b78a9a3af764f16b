// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.deploy;

import io.lynchet.api.deploy.Deployment;
import io.lynchet.api.deploy.Deployment.State;
import java.util.List;
import org.osgi.framework.Bundle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks after bundles that were started: those that wait for a service, those that were stopped because what they use was replaced or taken
 * away, and those of which a part fails later. Used by one thread.
 */
final class Aftercare {
    private static final Logger LOG = LoggerFactory.getLogger(Aftercare.class);

    private final BundleLife life;
    private final BundleChecks checks;
    private final Deployer deployer;

    Aftercare(BundleLife life, BundleChecks checks, Deployer deployer) {
        this.life = life;
        this.checks = checks;
        this.deployer = deployer;
    }

    /** Starts a bundle that fell; one that can't run any more is quarantined until other bundles change. */
    void standUp(Slot slot) throws InterruptedException {
        Bundle bundle = slot.running.bundle();
        if (bundle.getState() == Bundle.UNINSTALLED) {
            slot.running = null;
            slot.examined = false;
            return;
        }
        DropJar jar = slot.running.jar();
        try {
            life.start(bundle);
            String waiting = checks.settle(bundle);
            slot.waiting = waiting != null;
            slot.whole = null;
            show(slot, waiting);
            LOG.info("{} was stopped and runs again.", slot.file.getFileName());
        } catch (Unfit e) {
            giveUp(slot, jar, e.getMessage());
        }
    }

    /** Looks at a bundle that was waiting for a service. */
    void recheck(Slot slot) throws InterruptedException {
        try {
            String waiting = checks.look(slot.running.bundle());
            slot.waiting = waiting != null;
            show(slot, waiting);
        } catch (Unfit e) {
            if (e.cure() == Unfit.Cure.NONE) {
                giveUp(slot, slot.running.jar(), e.getMessage());
            } else {
                slot.show(State.PENDING, slot.running.jar(), e.getMessage());
            }
        }
    }

    /** Tells when a part of a running bundle begins to wait or fails, and when all of it works again; its other parts go on meanwhile. */
    void watch(Slot slot) {
        List<String> complaints = checks.complaints(slot.running.bundle());
        if (!complaints.isEmpty()) {
            Deployment before = slot.shown();
            slot.whole = slot.whole == null ? before : slot.whole;
            if (slot.show(State.PENDING, slot.running.jar(), complaints.get(0))) {
                LOG.warn("{} does not do all its work any more: {}", slot.file.getFileName(), complaints.get(0));
            }
        } else if (slot.whole != null) {
            slot.show(slot.whole.state(), slot.running.jar(), slot.whole.reason());
            slot.whole = null;
            LOG.info("{} does all its work again.", slot.file.getFileName());
        }
    }

    private void giveUp(Slot slot, DropJar jar, String sentence) throws InterruptedException {
        Bundle bundle = slot.running.bundle();
        if (bundle.getState() == Bundle.STARTING) {
            life.abandon(bundle);
        } else {
            life.remove(bundle);
        }
        slot.running = null;
        slot.waiting = false;
        slot.whole = null;
        slot.curableByOthers = true;
        deployer.restorePart(slot);
        deployer.quarantine(slot, jar, sentence);
    }

    private static void show(Slot slot, String waiting) {
        slot.show(
                waiting == null ? State.ACTIVE : State.PENDING,
                slot.running.jar(),
                waiting == null ? "It runs." : waiting);
    }
}
