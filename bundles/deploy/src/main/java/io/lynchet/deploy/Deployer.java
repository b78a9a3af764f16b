// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.deploy;

import io.lynchet.api.deploy.Deployment.State;
import io.lynchet.api.deploy.Deployments;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes one jar at a time from its file to a running bundle, or back to the version before. Used by one thread. */
final class Deployer {
    private static final Logger LOG = LoggerFactory.getLogger(Deployer.class);

    private final BundleContext context;
    private final Slots slots;
    private final Shelf shelf;
    private final BundleLife life;
    private final BundleChecks checks;
    private final Set<String> replaceableParts;
    private final Figures figures;

    Deployer(BundleContext context, Slots slots, Shelf shelf, Workshop workshop) {
        this.context = context;
        this.slots = slots;
        this.shelf = shelf;
        this.life = workshop.life();
        this.checks = workshop.checks();
        this.replaceableParts = workshop.replaceableParts();
        this.figures = workshop.figures();
    }

    /** What this works with. */
    record Workshop(BundleLife life, BundleChecks checks, Set<String> replaceableParts, Figures figures) {}

    /** Makes this jar what runs for its file; if it is not fit for that, what ran before goes on. */
    void deploy(Slot slot, DropJar jar) throws InterruptedException, IOException {
        boolean again = slot.curableByOthers && jar.equals(slot.candidate);
        slot.candidate = jar;
        slot.curableByOthers = false;
        if (slot.runs(jar.digest())) {
            if (!slot.waiting && slot.whole == null) {
                slot.show(State.ACTIVE, jar, "It runs.");
            }
            return;
        }
        if (slot.running == null && !again) {
            slot.show(State.PENDING, jar, "It is being started and checked.");
        }
        try {
            claimName(slot, jar);
            Bundle part = partToReplace(jar);
            if (part == null) {
                replace(slot, jar);
            } else {
                standIn(slot, jar, part);
            }
            shelf.rememberGood(jar);
            prune();
        } catch (Unfit e) {
            failed(slot, jar, e);
        }
    }

    /** Takes everything back that came from a file which is gone. */
    void remove(Slot slot) throws InterruptedException, IOException {
        if (slot.running != null) {
            life.remove(slot.running.bundle());
            LOG.info("{} was taken out of the folder; {} is gone.", slot.file.getFileName(), name(slot.running.jar()));
        }
        restorePart(slot);
        slots.remove(slot);
        shelf.forget(slot.file);
        prune();
    }

    void quarantine(Slot slot, DropJar jar, String sentence) {
        if (slot.show(State.QUARANTINED, jar, sentence)) {
            figures.failed();
            LOG.warn("{} is quarantined: {}", slot.file.getFileName(), sentence);
        }
    }

    /** What ran before its file changed runs on. */
    void putBack(Slot slot, String sentence) {
        if (slot.show(State.PUT_BACK, slot.running.jar(), sentence)) {
            figures.putBack();
            LOG.warn("{} was put back. {}", slot.file.getFileName(), sentence);
        }
    }

    /** One file owns a name. A file that is gone leaves its running bundle to the one that came with the same name. */
    private void claimName(Slot slot, DropJar jar) throws Unfit {
        Slot owner = slots.owner(jar.symbolicName(), slot);
        if (owner == null) {
            return;
        }
        if (owner.seen != null || slot.running != null) {
            throw new Unfit(
                    "Its bundle " + jar.symbolicName() + " is already deployed from " + owner.file.getFileName()
                            + "; take one of the two files away.",
                    Unfit.Cure.OTHERS);
        }
        slot.running = owner.running;
        slot.standsInFor = owner.standsInFor;
        owner.running = null;
        owner.standsInFor = null;
    }

    private Bundle partToReplace(DropJar jar) throws Unfit {
        for (Bundle bundle : context.getBundles()) {
            boolean dropped = bundle.getLocation().startsWith(Deployments.LOCATION_PREFIX);
            if (dropped || !jar.symbolicName().equals(bundle.getSymbolicName())) {
                continue;
            }
            boolean flat = bundle.getLocation().startsWith("cp:") || bundle.getBundleId() == 0;
            if (flat || bundle == context.getBundle()) {
                throw new Unfit(jar.symbolicName() + " is a part of Lynchet that can't be replaced while it runs.");
            }
            if (!replaceableParts.contains(jar.symbolicName())) {
                throw new Unfit(
                        jar.symbolicName() + " is a part of Lynchet itself; to replace it on purpose, name it in"
                                + " replaceableParts of io.lynchet.deploy.");
            }
            return bundle;
        }
        return null;
    }

    private void replace(Slot slot, DropJar jar) throws Unfit, InterruptedException {
        Slot.Running old = slot.running;
        if (old == null) {
            run(slot, bring(slot, jar, true));
        } else if (jar.stopFirst() || old.jar().stopFirst()) {
            life.remove(old.bundle());
            slot.running = null;
            try {
                run(slot, bring(slot, jar, false));
            } catch (Unfit e) {
                revive(slot, old.jar());
                throw e;
            }
        } else {
            slot.running = bring(slot, jar, false);
            life.remove(old.bundle());
            run(slot, slot.running);
        }
    }

    private void standIn(Slot slot, DropJar jar, Bundle part) throws Unfit, InterruptedException {
        if (slot.standsInFor != null) {
            replace(slot, jar);
            return;
        }
        life.pause(part);
        slot.standsInFor = part;
        try {
            replace(slot, jar);
        } catch (Unfit e) {
            restorePart(slot);
            throw e;
        }
    }

    /** Has the part of the product run again that was stopped for it, if there is one. */
    void restorePart(Slot slot) throws InterruptedException {
        if (slot.standsInFor != null) {
            Bundle part = slot.standsInFor;
            slot.standsInFor = null;
            life.resume(part);
        }
    }

    private void run(Slot slot, Slot.Running running) {
        slot.running = running;
        slot.whole = null;
        if (!slot.waiting) {
            slot.show(State.ACTIVE, running.jar(), "It runs.");
        }
        figures.activated();
        LOG.info("{} runs {}.", slot.file.getFileName(), name(running.jar()));
    }

    /** Installed, started and checked; nothing of it is left when it is not fit. */
    private Slot.Running bring(Slot slot, DropJar jar, boolean mayWait) throws Unfit, InterruptedException {
        Bundle bundle = life.install(jar);
        try {
            life.start(bundle);
            String waiting = checks.settle(bundle);
            if (waiting != null && !mayWait) {
                throw new Unfit(waiting, Unfit.Cure.OTHERS);
            }
            slot.waiting = waiting != null;
            if (waiting != null) {
                slot.show(State.PENDING, jar, waiting);
            }
            return new Slot.Running(jar, bundle);
        } catch (Unfit e) {
            life.abandon(bundle);
            throw e;
        }
    }

    private void failed(Slot slot, DropJar jar, Unfit failure) throws InterruptedException, IOException {
        slot.curableByOthers = failure.cure() == Unfit.Cure.OTHERS;
        if (slot.running == null && slot.standsInFor == null && slots.owner(jar.symbolicName(), slot) == null) {
            reviveLastGood(slot, jar);
        }
        if (slot.running == null) {
            quarantine(slot, jar, failure.getMessage());
        } else {
            DropJar old = slot.running.jar();
            putBack(
                    slot,
                    "Version " + version(jar) + " failed: " + failure.getMessage() + " The one before, " + version(old)
                            + ", runs on.");
        }
    }

    // After a restart a bad file must not take away what ran until then.
    private void reviveLastGood(Slot slot, DropJar bad) throws InterruptedException, IOException {
        try {
            DropJar good = shelf.lastGood(slot.file);
            if (good != null && !good.digest().equals(bad.digest()) && partToReplace(good) == null) {
                revive(slot, good);
            }
        } catch (Unfit | IncompleteJar e) {
            LOG.warn("The last good version of {} can't be used: {}", slot.file.getFileName(), e.getMessage());
        }
    }

    private void revive(Slot slot, DropJar old) throws InterruptedException {
        try {
            run(slot, bring(slot, old, true));
        } catch (Unfit e) {
            LOG.error("{}: the version before does not run any more: {}", slot.file.getFileName(), e.getMessage());
        }
    }

    private void prune() throws IOException {
        Set<String> needed = new HashSet<>();
        for (Slot slot : slots.all()) {
            if (slot.running != null) {
                needed.add(slot.running.jar().digest());
            }
            if (slot.candidate != null) {
                needed.add(slot.candidate.digest());
            }
        }
        shelf.keepOnly(needed);
    }

    private static String name(DropJar jar) {
        return jar.symbolicName() + " " + version(jar);
    }

    // Two builds often have one version.
    private static String version(DropJar jar) {
        return jar.version() + " (" + jar.digest().substring(0, 8) + ")";
    }
}
