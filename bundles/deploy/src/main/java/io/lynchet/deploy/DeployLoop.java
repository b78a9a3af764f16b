// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.deploy;

import io.lynchet.api.deploy.Deployment.State;
import io.lynchet.api.loop.Vitals;
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
 * Compares the folders with what runs, again and again. A round looks at everything, so it does not matter which event was lost. Used by one
 * thread.
 */
final class DeployLoop {
    private static final Logger LOG = LoggerFactory.getLogger(DeployLoop.class);
    /** A file that was last written so long ago is not being written now. */
    private static final long OLD_MILLIS = 1_000;

    private static final long WAITING_MILLIS = 200;

    private final List<Path> folders;
    private final Limits limits;
    private final Slots slots;
    private final Shelf shelf;
    private final Deployer deployer;
    private final Aftercare aftercare;
    private final BooleanSupplier ending;
    private boolean crowded;

    DeployLoop(List<Path> folders, Limits limits, Slots slots, Shelf shelf, Work work) {
        this.folders = folders;
        this.limits = limits;
        this.slots = slots;
        this.shelf = shelf;
        this.deployer = work.deployer();
        this.aftercare = work.aftercare();
        this.ending = work.ending();
    }

    /**
     * What is done with what was found.
     *
     * @param ending whether the process ends, so that bundles stop one after the other
     */
    record Work(Deployer deployer, Aftercare aftercare, BooleanSupplier ending) {}

    /** One comparison. @return milliseconds after which the next one is due */
    long round() throws InterruptedException, IOException {
        long now = System.nanoTime();
        look(now);
        long wait = limits.rescanMillis();
        boolean settling = false;
        boolean progress = false;
        for (Slot slot : slots.all()) {
            if (slot.seen != null && !slot.examined) {
                long left = settleLeft(slot, now);
                settling |= left > 0;
                wait = left > 0 ? Math.min(wait, left) : wait;
                progress |= left <= 0 && examined(slot);
            }
        }
        for (Slot slot : slots.all()) {
            if (slot.seen == null) {
                // A file that is being renamed or replaced is away for a moment only.
                long age = age(slot, now);
                boolean patient = age < 2 * limits.settleMillis() || settling && age < 10 * limits.settleMillis();
                wait = patient ? Math.min(wait, limits.settleMillis()) : wait;
                if (!patient) {
                    deployer.remove(slot);
                    progress = true;
                }
            }
        }
        progress |= standUpFallen();
        if (progress) {
            retryCurable();
        }
        // Trying again may have stopped others once more.
        wait = slots.all().stream().anyMatch(Slot::fell) ? Math.min(wait, limits.settleMillis()) : wait;
        return Math.min(wait, lookAfter(now));
    }

    private void look(long now) {
        Map<Path, Fingerprint> files = list();
        files.forEach((file, fingerprint) -> {
            Slot slot = slots.at(file);
            if (!fingerprint.equals(slot.seen)) {
                slot.seen = fingerprint;
                slot.seenSince = now;
                slot.examined = false;
                slot.incomplete = false;
                if (slot.shown() == null) {
                    slot.show(State.PENDING, null, "It has just arrived.");
                }
            }
        });
        for (Slot slot : slots.all()) {
            if (slot.seen != null && !files.containsKey(slot.file)) {
                slot.seen = null;
                slot.seenSince = now;
                slot.examined = false;
            }
        }
    }

    private Map<Path, Fingerprint> list() {
        Map<Path, Fingerprint> files = new LinkedHashMap<>();
        boolean tooMany = false;
        for (Path folder : folders) {
            if (!Files.isDirectory(folder)) {
                continue;
            }
            try (DirectoryStream<Path> jars = Files.newDirectoryStream(folder, "*.jar")) {
                for (Path jar : jars) {
                    boolean hidden = jar.getFileName().toString().startsWith(".");
                    Fingerprint fingerprint = hidden ? null : Fingerprint.of(jar);
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
            LOG.warn("There are more than {} jars in {}; some are left alone.", limits.filesMax(), folders);
        }
        crowded = tooMany;
        return files;
    }

    private long settleLeft(Slot slot, long now) {
        boolean old = System.currentTimeMillis() - slot.seen.modified().toMillis() > OLD_MILLIS;
        return old ? 0 : limits.settleMillis() - age(slot, now);
    }

    private static long age(Slot slot, long now) {
        return TimeUnit.NANOSECONDS.toMillis(now - slot.seenSince);
    }

    /** What breaks over one jar is told of that jar, and the others have their turn. @return whether another bundle runs now */
    private boolean examined(Slot slot) throws InterruptedException, IOException {
        try {
            return examine(slot);
        } catch (RuntimeException | Error e) {
            Vitals.suffered(e);
            LOG.error("{} could not be deployed.", slot.file.getFileName(), e);
            refuse(slot, "Deploying it broke with " + e + "; copy it again.");
            return true;
        }
    }

    private boolean examine(Slot slot) throws InterruptedException, IOException {
        slot.examined = true;
        DropJar jar;
        try {
            jar = shelf.takeIn(slot.file);
        } catch (IncompleteJar e) {
            slot.incomplete = true;
            if (slot.running == null) {
                slot.show(State.PENDING, null, "It is not complete yet: " + e.getMessage() + ".");
            }
            return false;
        } catch (Unfit e) {
            refuse(slot, e.getMessage());
            return false;
        } catch (IOException e) {
            if (Files.exists(slot.file)) {
                refuse(slot, "It can't be read: " + e + ".");
            }
            return false;
        }
        Slot.Running before = slot.running;
        deployer.deploy(slot, jar);
        return !Objects.equals(slot.running, before);
    }

    private void refuse(Slot slot, String sentence) {
        slot.candidate = null;
        if (slot.running == null) {
            deployer.quarantine(slot, null, sentence);
        } else {
            deployer.putBack(slot, sentence + " The version before runs on.");
        }
    }

    /** Bundles that were stopped because what they use was replaced start again; at the end of the process nothing does. */
    private boolean standUpFallen() throws InterruptedException {
        boolean progress = false;
        for (Slot slot : slots.all()) {
            if (slot.fell() && slot.seen != null && !ending.getAsBoolean()) {
                aftercare.standUp(slot);
                progress = true;
            }
        }
        return progress;
    }

    /** Bundles that could not do without another one are tried again when any came or went, until nothing changes. */
    private void retryCurable() throws InterruptedException, IOException {
        boolean progress = true;
        while (progress) {
            progress = false;
            for (Slot slot : slots.all()) {
                if (slot.curableByOthers && slot.candidate != null && slot.seen != null) {
                    deployer.deploy(slot, slot.candidate);
                    progress |= slot.runs(slot.candidate.digest());
                }
            }
        }
    }

    private long lookAfter(long now) throws InterruptedException {
        long wait = limits.rescanMillis();
        for (Slot slot : slots.all()) {
            if (slot.incomplete) {
                long left = limits.incompleteMillis() - age(slot, now);
                if (left <= 0) {
                    slot.incomplete = false;
                    refuse(slot, "It is not a whole jar, and no more of it arrives; copy it again.");
                }
                wait = left <= 0 ? wait : Math.min(wait, left);
            }
            if (slot.waiting && slot.running != null) {
                aftercare.recheck(slot);
                wait = Math.min(wait, WAITING_MILLIS);
            } else if (slot.running != null && !slot.fell()) {
                aftercare.watch(slot);
            }
        }
        return wait;
    }
}
