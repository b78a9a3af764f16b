// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.deploy;

import io.lynchet.api.deploy.Deployment;
import io.lynchet.api.deploy.Deployment.State;
import io.lynchet.deploy.bundle.BundleChecks;
import io.lynchet.deploy.bundle.BundleLifecycle;
import io.lynchet.deploy.dropin.DropIn;
import io.lynchet.deploy.dropin.DropJar;
import io.lynchet.deploy.dropin.InvalidBundleException;
import java.util.List;
import org.osgi.framework.Bundle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The supervision of started bundles. Some wait for a service, some stopped because a bundle they use was replaced or
 * removed, and some have a part that fails later. Confined to the deployment thread.
 */
final class BundleSupervisor {
    private static final Logger LOG = LoggerFactory.getLogger(BundleSupervisor.class);

    private final BundleLifecycle life;
    private final BundleChecks checks;
    private final Deployer deployer;

    BundleSupervisor(BundleLifecycle life, BundleChecks checks, Deployer deployer) {
        this.life = life;
        this.checks = checks;
        this.deployer = deployer;
    }

    /** Starts a stopped bundle again. One that can't run any more is quarantined until other bundles change. */
    void standUp(DropIn dropIn) throws InterruptedException {
        Bundle bundle = dropIn.running.bundle();
        if (bundle.getState() == Bundle.UNINSTALLED) {
            dropIn.running = null;
            dropIn.examined = false;
            return;
        }
        DropJar jar = dropIn.running.jar();
        try {
            life.start(bundle);
            String waiting = checks.settle(bundle);
            dropIn.waiting = waiting != null;
            dropIn.whole = null;
            show(dropIn, waiting);
            LOG.info("{} had stopped and runs again.", dropIn.file.getFileName());
        } catch (InvalidBundleException e) {
            giveUp(dropIn, jar, e.getMessage());
        }
    }

    /** Checks a bundle that was waiting for a service. */
    void recheck(DropIn dropIn) throws InterruptedException {
        try {
            String waiting = checks.look(dropIn.running.bundle());
            dropIn.waiting = waiting != null;
            show(dropIn, waiting);
        } catch (InvalidBundleException e) {
            if (e.cure() == InvalidBundleException.Cure.NONE) {
                giveUp(dropIn, dropIn.running.jar(), e.getMessage());
            } else {
                dropIn.show(State.PENDING, dropIn.running.jar(), e.getMessage());
            }
        }
    }

    /**
     * Reports when a part of a running bundle begins to wait or fails, and when all of it works again. Its other parts
     * go on meanwhile.
     */
    void watch(DropIn dropIn) {
        List<String> complaints = checks.complaints(dropIn.running.bundle());
        if (!complaints.isEmpty()) {
            Deployment before = dropIn.shown();
            dropIn.whole = dropIn.whole == null ? before : dropIn.whole;
            if (dropIn.show(State.PENDING, dropIn.running.jar(), complaints.get(0))) {
                LOG.warn("{} works only in part: {}", dropIn.file.getFileName(), complaints.get(0));
            }
        } else if (dropIn.whole != null) {
            dropIn.show(dropIn.whole.state(), dropIn.running.jar(), dropIn.whole.reason());
            dropIn.whole = null;
            LOG.info("{} works as a whole again.", dropIn.file.getFileName());
        }
    }

    private void giveUp(DropIn dropIn, DropJar jar, String sentence) throws InterruptedException {
        Bundle bundle = dropIn.running.bundle();
        if (bundle.getState() == Bundle.STARTING) {
            life.abandon(bundle);
        } else {
            life.remove(bundle);
        }
        dropIn.running = null;
        dropIn.waiting = false;
        dropIn.whole = null;
        dropIn.curableByOthers = true;
        deployer.restorePart(dropIn);
        deployer.quarantine(dropIn, jar, sentence);
    }

    private static void show(DropIn dropIn, String waiting) {
        dropIn.show(
                waiting == null ? State.ACTIVE : State.PENDING,
                dropIn.running.jar(),
                waiting == null ? "It runs." : waiting);
    }
}
