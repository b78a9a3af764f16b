// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.deploy;

import io.lynchet.api.deploy.Deployment.State;
import io.lynchet.api.deploy.Deployments;
import io.lynchet.deploy.bundle.BundleChecks;
import io.lynchet.deploy.bundle.BundleLifecycle;
import io.lynchet.deploy.dropin.DropIn;
import io.lynchet.deploy.dropin.DropInTable;
import io.lynchet.deploy.dropin.DropJar;
import io.lynchet.deploy.dropin.IncompleteJarException;
import io.lynchet.deploy.dropin.InvalidBundleException;
import io.lynchet.deploy.dropin.JarCache;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The step that takes one jar from its file to a running bundle, or rolls back to the previous version. Confined to the
 * deployment thread.
 */
final class Deployer {
    private static final Logger LOG = LoggerFactory.getLogger(Deployer.class);

    private final BundleContext context;
    private final DropInTable dropIns;
    private final JarCache cache;
    private final BundleLifecycle life;
    private final BundleChecks checks;
    private final Set<String> replaceableParts;
    private final DeployMetrics metrics;

    Deployer(BundleContext context, DropInTable dropIns, JarCache cache, Workshop workshop) {
        this.context = context;
        this.dropIns = dropIns;
        this.cache = cache;
        this.life = workshop.life();
        this.checks = workshop.checks();
        this.replaceableParts = workshop.replaceableParts();
        this.metrics = workshop.metrics();
    }

    /** The parts that the deployer uses. */
    record Workshop(BundleLifecycle life, BundleChecks checks, Set<String> replaceableParts, DeployMetrics metrics) {}

    /**
     * Replaces the running version of the file by this jar. Rolls back to the previous version when the jar is invalid.
     */
    void deploy(DropIn dropIn, DropJar jar) throws InterruptedException, IOException {
        boolean again = dropIn.curableByOthers && jar.equals(dropIn.candidate);
        dropIn.candidate = jar;
        dropIn.curableByOthers = false;
        if (dropIn.runs(jar.digest())) {
            if (!dropIn.waiting && dropIn.whole == null) {
                dropIn.show(State.ACTIVE, jar, "It runs.");
            }
            return;
        }
        if (dropIn.running == null && !again) {
            dropIn.show(State.PENDING, jar, "It is being started and checked.");
        }
        try {
            claimName(dropIn, jar);
            Bundle part = partToReplace(jar);
            if (part == null) {
                replace(dropIn, jar);
            } else {
                standIn(dropIn, jar, part);
            }
            cache.rememberGood(jar);
            prune();
        } catch (InvalidBundleException e) {
            failed(dropIn, jar, e);
        }
    }

    /** Removes everything that came from a file which is gone. */
    void remove(DropIn dropIn) throws InterruptedException, IOException {
        if (dropIn.running != null) {
            life.remove(dropIn.running.bundle());
            LOG.info(
                    "{} was removed from the folder; {} is uninstalled.",
                    dropIn.file.getFileName(),
                    name(dropIn.running.jar()));
        }
        restorePart(dropIn);
        dropIns.remove(dropIn);
        cache.forget(dropIn.file);
        prune();
    }

    void quarantine(DropIn dropIn, DropJar jar, String sentence) {
        if (dropIn.show(State.QUARANTINED, jar, sentence)) {
            metrics.failed();
            LOG.warn("{} is quarantined: {}", dropIn.file.getFileName(), sentence);
        }
    }

    /** Reports that the version from before the file's change runs on. */
    void putBack(DropIn dropIn, String sentence) {
        if (dropIn.show(State.PUT_BACK, dropIn.running.jar(), sentence)) {
            metrics.putBack();
            LOG.warn("{} was rolled back. {}", dropIn.file.getFileName(), sentence);
        }
    }

    /**
     * Claims the bundle's name for the file. When the owning file is gone, its running bundle passes to the file that
     * came with the same name.
     */
    private void claimName(DropIn dropIn, DropJar jar) throws InvalidBundleException {
        DropIn owner = dropIns.owner(jar.symbolicName(), dropIn);
        if (owner == null) {
            return;
        }
        if (owner.seen != null || dropIn.running != null) {
            throw new InvalidBundleException(
                    "Its bundle " + jar.symbolicName() + " is already deployed from " + owner.file.getFileName()
                            + "; remove one of the two files.",
                    InvalidBundleException.Cure.OTHERS);
        }
        dropIn.running = owner.running;
        dropIn.standsInFor = owner.standsInFor;
        owner.running = null;
        owner.standsInFor = null;
    }

    private Bundle partToReplace(DropJar jar) throws InvalidBundleException {
        for (Bundle bundle : context.getBundles()) {
            boolean dropped = bundle.getLocation().startsWith(Deployments.LOCATION_PREFIX);
            if (dropped || !jar.symbolicName().equals(bundle.getSymbolicName())) {
                continue;
            }
            boolean flat = bundle.getLocation().startsWith("cp:") || bundle.getBundleId() == 0;
            if (flat || bundle == context.getBundle()) {
                throw new InvalidBundleException(
                        jar.symbolicName() + " is a bundle of Lynchet that can't be replaced while it runs.");
            }
            if (!replaceableParts.contains(jar.symbolicName())) {
                throw new InvalidBundleException(
                        jar.symbolicName() + " is a bundle of Lynchet itself; to replace it on purpose, name it in"
                                + " replaceableParts of io.lynchet.deploy.");
            }
            return bundle;
        }
        return null;
    }

    private void replace(DropIn dropIn, DropJar jar) throws InvalidBundleException, InterruptedException {
        DropIn.Running old = dropIn.running;
        if (old == null) {
            run(dropIn, bring(dropIn, jar, true));
        } else if (jar.stopFirst() || old.jar().stopFirst()) {
            life.remove(old.bundle());
            dropIn.running = null;
            try {
                run(dropIn, bring(dropIn, jar, false));
            } catch (InvalidBundleException e) {
                revive(dropIn, old.jar());
                throw e;
            }
        } else {
            dropIn.running = bring(dropIn, jar, false);
            life.remove(old.bundle());
            run(dropIn, dropIn.running);
        }
    }

    private void standIn(DropIn dropIn, DropJar jar, Bundle part) throws InvalidBundleException, InterruptedException {
        if (dropIn.standsInFor != null) {
            replace(dropIn, jar);
            return;
        }
        life.pause(part);
        dropIn.standsInFor = part;
        try {
            replace(dropIn, jar);
        } catch (InvalidBundleException e) {
            restorePart(dropIn);
            throw e;
        }
    }

    /** Starts the bundle of the product again that was stopped for this file, if there is one. */
    void restorePart(DropIn dropIn) throws InterruptedException {
        if (dropIn.standsInFor != null) {
            Bundle part = dropIn.standsInFor;
            dropIn.standsInFor = null;
            life.resume(part);
        }
    }

    private void run(DropIn dropIn, DropIn.Running running) {
        dropIn.running = running;
        dropIn.whole = null;
        if (!dropIn.waiting) {
            dropIn.show(State.ACTIVE, running.jar(), "It runs.");
        }
        metrics.activated();
        LOG.info("{} runs {}.", dropIn.file.getFileName(), name(running.jar()));
    }

    /** Installs, starts and checks a bundle. Removes it again when it fails. */
    private DropIn.Running bring(DropIn dropIn, DropJar jar, boolean mayWait)
            throws InvalidBundleException, InterruptedException {
        Bundle bundle = life.install(jar);
        try {
            life.start(bundle);
            String waiting = checks.settle(bundle);
            if (waiting != null && !mayWait) {
                throw new InvalidBundleException(waiting, InvalidBundleException.Cure.OTHERS);
            }
            dropIn.waiting = waiting != null;
            if (waiting != null) {
                dropIn.show(State.PENDING, jar, waiting);
            }
            return new DropIn.Running(jar, bundle);
        } catch (InvalidBundleException e) {
            life.abandon(bundle);
            throw e;
        }
    }

    private void failed(DropIn dropIn, DropJar jar, InvalidBundleException failure)
            throws InterruptedException, IOException {
        dropIn.curableByOthers = failure.cure() == InvalidBundleException.Cure.OTHERS;
        if (dropIn.running == null && dropIn.standsInFor == null && dropIns.owner(jar.symbolicName(), dropIn) == null) {
            reviveLastGood(dropIn, jar);
        }
        if (dropIn.running == null) {
            quarantine(dropIn, jar, failure.getMessage());
        } else {
            DropJar old = dropIn.running.jar();
            putBack(
                    dropIn,
                    "Version " + version(jar) + " failed: " + failure.getMessage() + " The previous version, "
                            + version(old) + ", still runs.");
        }
    }

    // After a restart, a bad file must not take the version away that ran before.
    private void reviveLastGood(DropIn dropIn, DropJar bad) throws InterruptedException, IOException {
        try {
            DropJar good = cache.lastGood(dropIn.file);
            if (good != null && !good.digest().equals(bad.digest()) && partToReplace(good) == null) {
                revive(dropIn, good);
            }
        } catch (InvalidBundleException | IncompleteJarException e) {
            LOG.warn("The last good version of {} can't be used: {}", dropIn.file.getFileName(), e.getMessage());
        }
    }

    private void revive(DropIn dropIn, DropJar old) throws InterruptedException {
        try {
            run(dropIn, bring(dropIn, old, true));
        } catch (InvalidBundleException e) {
            LOG.error("{}: the previous version does not run either: {}", dropIn.file.getFileName(), e.getMessage());
        }
    }

    private void prune() throws IOException {
        Set<String> needed = new HashSet<>();
        for (DropIn dropIn : dropIns.all()) {
            if (dropIn.running != null) {
                needed.add(dropIn.running.jar().digest());
            }
            if (dropIn.candidate != null) {
                needed.add(dropIn.candidate.digest());
            }
        }
        cache.keepOnly(needed);
    }

    private static String name(DropJar jar) {
        return jar.symbolicName() + " " + version(jar);
    }

    // Two builds often have the same version.
    private static String version(DropJar jar) {
        return jar.version() + " (" + jar.digest().substring(0, 8) + ")";
    }
}
