// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.deploy;

import io.lynchet.api.deploy.Deployment.State;
import io.lynchet.api.loop.Vitals;
import io.lynchet.deploy.bundle.DeploySettings;
import io.lynchet.deploy.dropin.DropIn;
import io.lynchet.deploy.dropin.DropInTable;
import io.lynchet.deploy.dropin.DropJar;
import io.lynchet.deploy.dropin.FileFingerprint;
import io.lynchet.deploy.dropin.IncompleteJarException;
import io.lynchet.deploy.dropin.InvalidBundleException;
import io.lynchet.deploy.dropin.JarCache;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The loop that compares the folders with the running bundles. A round examines everything, so lost events do not
 * matter. Confined to the deployment thread.
 */
final class DeployLoop {
    private static final Logger LOG = LoggerFactory.getLogger(DeployLoop.class);
    /** A file that was last written this long ago is not being written now. */
    private static final long OLD_MILLIS = 1_000;

    private static final long WAITING_MILLIS = 200;

    private final List<Path> folders;
    private final DeploySettings limits;
    private final DropInTable dropIns;
    private final JarCache cache;
    private final Deployer deployer;
    private final BundleSupervisor supervisor;
    private final BooleanSupplier ending;
    private boolean crowded;

    DeployLoop(List<Path> folders, DeploySettings limits, DropInTable dropIns, JarCache cache, Work work) {
        this.folders = folders;
        this.limits = limits;
        this.dropIns = dropIns;
        this.cache = cache;
        this.deployer = work.deployer();
        this.supervisor = work.supervisor();
        this.ending = work.ending();
    }

    /**
     * The parts that act on the findings of a round.
     *
     * @param ending whether the process ends, in which bundles stop one after the other
     */
    record Work(Deployer deployer, BundleSupervisor supervisor, BooleanSupplier ending) {}

    /**
     * Compares once.
     *
     * @return milliseconds after which the next comparison is due
     */
    long round() throws InterruptedException, IOException {
        long now = System.nanoTime();
        look(now);
        long wait = limits.rescanMillis();
        boolean settling = false;
        boolean progress = false;
        for (DropIn dropIn : dropIns.all()) {
            if (dropIn.seen != null && !dropIn.examined) {
                long left = settleLeft(dropIn, now);
                settling |= left > 0;
                wait = left > 0 ? Math.min(wait, left) : wait;
                progress |= left <= 0 && examined(dropIn);
            }
        }
        for (DropIn dropIn : dropIns.all()) {
            if (dropIn.seen == null) {
                // A file that is being renamed or replaced is missing for a short time only.
                long age = age(dropIn, now);
                boolean patient = age < 2 * limits.settleMillis() || settling && age < 10 * limits.settleMillis();
                wait = patient ? Math.min(wait, limits.settleMillis()) : wait;
                if (!patient) {
                    deployer.remove(dropIn);
                    progress = true;
                }
            }
        }
        progress |= standUpFallen();
        if (progress) {
            retryCurable();
        }
        // The attempts may have stopped other bundles again.
        wait = dropIns.all().stream().anyMatch(DropIn::fell) ? Math.min(wait, limits.settleMillis()) : wait;
        return Math.min(wait, lookAfter(now));
    }

    private void look(long now) {
        Map<Path, FileFingerprint> files = list();
        files.forEach((file, fingerprint) -> {
            DropIn dropIn = dropIns.at(file);
            if (!fingerprint.equals(dropIn.seen)) {
                dropIn.seen = fingerprint;
                dropIn.seenSince = now;
                dropIn.examined = false;
                dropIn.incomplete = false;
                if (dropIn.shown() == null) {
                    dropIn.show(State.PENDING, null, "It has just arrived.");
                }
            }
        });
        for (DropIn dropIn : dropIns.all()) {
            if (dropIn.seen != null && !files.containsKey(dropIn.file)) {
                dropIn.seen = null;
                dropIn.seenSince = now;
                dropIn.examined = false;
            }
        }
    }

    private Map<Path, FileFingerprint> list() {
        Map<Path, FileFingerprint> files = new LinkedHashMap<>();
        boolean tooMany = false;
        for (Path folder : folders) {
            if (!Files.isDirectory(folder)) {
                continue;
            }
            try (DirectoryStream<Path> jars = Files.newDirectoryStream(folder, "*.jar")) {
                for (Path jar : jars) {
                    boolean hidden = jar.getFileName().toString().startsWith(".");
                    FileFingerprint fingerprint = hidden ? null : FileFingerprint.of(jar);
                    tooMany |= files.size() >= limits.filesMax();
                    if (fingerprint != null && files.size() < limits.filesMax()) {
                        files.put(jar, fingerprint);
                    }
                }
            } catch (IOException e) {
                LOG.warn("{} can't be read: {}", folder, e.toString());
            }
        }
        if (tooMany && !crowded) {
            LOG.warn(
                    "There are more than {} jars in {}; further ones are ignored. Raise filesMax of"
                            + " io.lynchet.deploy if that is on purpose.",
                    limits.filesMax(),
                    folders);
        }
        crowded = tooMany;
        return files;
    }

    private long settleLeft(DropIn dropIn, long now) {
        boolean old = System.currentTimeMillis() - dropIn.seen.modified().toMillis() > OLD_MILLIS;
        return old ? 0 : limits.settleMillis() - age(dropIn, now);
    }

    private static long age(DropIn dropIn, long now) {
        return TimeUnit.NANOSECONDS.toMillis(now - dropIn.seenSince);
    }

    /**
     * Deploys a file. An unexpected failure counts for this jar only; the other files are still deployed.
     *
     * @return whether another bundle runs now
     */
    private boolean examined(DropIn dropIn) throws InterruptedException, IOException {
        try {
            return examine(dropIn);
        } catch (RuntimeException | Error e) {
            Vitals.suffered(e);
            LOG.error("{} could not be deployed.", dropIn.file.getFileName(), e);
            refuse(dropIn, "Its deployment failed with " + e + "; copy it again.");
            return true;
        }
    }

    private boolean examine(DropIn dropIn) throws InterruptedException, IOException {
        dropIn.examined = true;
        DropJar jar;
        try {
            jar = cache.takeIn(dropIn.file);
        } catch (IncompleteJarException e) {
            dropIn.incomplete = true;
            if (dropIn.running == null) {
                dropIn.show(State.PENDING, null, "The jar is not complete yet: " + e.getMessage() + ".");
            }
            return false;
        } catch (InvalidBundleException e) {
            refuse(dropIn, e.getMessage());
            return false;
        } catch (IOException e) {
            if (Files.exists(dropIn.file)) {
                refuse(dropIn, "It can't be read: " + e + ".");
            }
            return false;
        }
        DropIn.Running before = dropIn.running;
        deployer.deploy(dropIn, jar);
        return !Objects.equals(dropIn.running, before);
    }

    private void refuse(DropIn dropIn, String sentence) {
        dropIn.candidate = null;
        if (dropIn.running == null) {
            deployer.quarantine(dropIn, null, sentence);
        } else {
            deployer.putBack(dropIn, sentence + " The previous version still runs.");
        }
    }

    /**
     * Starts bundles again that stopped because a bundle they use was replaced; does nothing while the process ends.
     */
    private boolean standUpFallen() throws InterruptedException {
        boolean progress = false;
        for (DropIn dropIn : dropIns.all()) {
            if (dropIn.fell() && dropIn.seen != null && !ending.getAsBoolean()) {
                supervisor.standUp(dropIn);
                progress = true;
            }
        }
        return progress;
    }

    /** Tries bundles again that lacked another one, as long as any such attempt succeeds. */
    private void retryCurable() throws InterruptedException, IOException {
        boolean progress = true;
        while (progress) {
            progress = false;
            for (DropIn dropIn : dropIns.all()) {
                if (dropIn.curableByOthers && dropIn.candidate != null && dropIn.seen != null) {
                    deployer.deploy(dropIn, dropIn.candidate);
                    progress |= dropIn.runs(dropIn.candidate.digest());
                }
            }
        }
    }

    private long lookAfter(long now) throws InterruptedException {
        long wait = limits.rescanMillis();
        for (DropIn dropIn : dropIns.all()) {
            if (dropIn.incomplete) {
                long left = limits.incompleteMillis() - age(dropIn, now);
                if (left <= 0) {
                    dropIn.incomplete = false;
                    refuse(dropIn, "The jar is incomplete, and no more of it arrives; copy it again.");
                }
                wait = left <= 0 ? wait : Math.min(wait, left);
            }
            if (dropIn.waiting && dropIn.running != null) {
                supervisor.recheck(dropIn);
                wait = Math.min(wait, WAITING_MILLIS);
            } else if (dropIn.running != null && !dropIn.fell()) {
                supervisor.watch(dropIn);
            }
        }
        return wait;
    }
}
