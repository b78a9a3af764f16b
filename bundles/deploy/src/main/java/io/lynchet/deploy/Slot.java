// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.deploy;

import io.lynchet.api.deploy.Deployment;
import io.lynchet.api.deploy.Deployment.State;
import java.nio.file.Path;
import java.time.Instant;
import org.osgi.framework.Bundle;

/** One file of a drop-in folder and what became of it. Confined to the deployment thread but for {@link #shown()}. */
final class Slot {
    /** A version that is installed and started. */
    record Running(DropJar jar, Bundle bundle) {}

    final Path file;

    /** How the file looked last, null when it is gone; and since when (nano time). */
    Fingerprint seen;

    long seenSince;

    /** Whether the file, as it looks now, was read. */
    boolean examined;

    /** Whether it could not be read as a whole jar. */
    boolean incomplete;

    /** What was last read from the file; it may not be what runs. */
    DropJar candidate;

    /** Read by any thread. */
    volatile Running running;

    /** Whether the candidate may work when other bundles change. */
    boolean curableByOthers;

    /** Whether what runs waits for a service that is expected. */
    boolean waiting;

    /** The part of the product that was stopped for it, or null. */
    Bundle standsInFor;

    /** What was shown before a part of it began to wait or failed, or null while all of it works. */
    Deployment whole;

    private volatile Deployment shown;

    Slot(Path file) {
        this.file = file;
    }

    boolean runs(String digest) {
        return running != null && running.jar().digest().equals(digest);
    }

    /** What became of it, as it is now: a bundle that does not run is never called active. From any thread. */
    Deployment shown() {
        Deployment last = shown;
        Running now = running;
        boolean claimed = last != null && (last.state() == State.ACTIVE || last.state() == State.PUT_BACK);
        if (!claimed || now == null || now.bundle().getState() == Bundle.ACTIVE) {
            return last;
        }
        return new Deployment(
                last.file(),
                last.symbolicName(),
                last.version(),
                last.digest(),
                State.PENDING,
                "It is stopped at the moment, and is started again when what it needs is there.",
                Instant.now());
    }

    /** Whether what should run was stopped, for instance because a bundle that it uses was replaced. */
    boolean fell() {
        Running now = running;
        int state = now == null ? Bundle.ACTIVE : now.bundle().getState();
        return state == Bundle.INSTALLED || state == Bundle.RESOLVED || state == Bundle.UNINSTALLED;
    }

    /**
     * @param jar that the state is about, or null when it could not be read
     * @return whether this is news
     */
    boolean show(State state, DropJar jar, String reason) {
        Deployment before = shown;
        boolean same = before != null
                && before.state() == state
                && (jar == null || jar.digest().equals(before.digest()))
                && before.reason().equals(reason);
        if (!same) {
            shown = new Deployment(
                    file.getFileName().toString(),
                    jar == null ? null : jar.symbolicName(),
                    jar == null ? null : jar.version(),
                    jar == null ? null : jar.digest(),
                    state,
                    reason,
                    Instant.now());
        }
        return !same;
    }
}
