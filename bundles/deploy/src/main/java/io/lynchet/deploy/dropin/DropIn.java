// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.deploy.dropin;

import io.lynchet.api.deploy.Deployment;
import io.lynchet.api.deploy.Deployment.State;
import java.nio.file.Path;
import java.time.Instant;
import org.osgi.framework.Bundle;

/**
 * One file of a drop-in folder and its state. Confined to the deployment thread, except {@link #running} and
 * {@link #shown()}.
 */
public final class DropIn {
    /** A version that is installed and started. */
    public record Running(DropJar jar, Bundle bundle) {}

    public final Path file;

    /** The last fingerprint of the file, null when it is gone; and the time since when (nano time). */
    public FileFingerprint seen;

    public long seenSince;

    /** Whether the file was read with its current fingerprint. */
    public boolean examined;

    /** Whether the file could not be read as a whole jar. */
    public boolean incomplete;

    /** The jar that was last read from the file; another one may be running. */
    public DropJar candidate;

    /** The running version; read by any thread. */
    public volatile Running running;

    /** Whether the candidate may work when other bundles change. */
    public boolean curableByOthers;

    /** Whether the running version waits for a service that is expected. */
    public boolean waiting;

    /** The bundle of the product that was stopped for this file, or null. */
    public Bundle standsInFor;

    /** The deployment from before a part began to wait or fail, or null while all parts work. */
    public Deployment whole;

    private volatile Deployment shown;

    DropIn(Path file) {
        this.file = file;
    }

    public boolean runs(String digest) {
        return running != null && running.jar().digest().equals(digest);
    }

    /**
     * Returns the current state of the file. A bundle that does not run is never reported as active. Any thread may
     * call this.
     */
    public Deployment shown() {
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
                "It is stopped now, and starts again when everything that it needs is present.",
                Instant.now());
    }

    /**
     * Tells whether the version that should run has stopped, for instance because a bundle that it uses was replaced.
     */
    public boolean fell() {
        Running now = running;
        int state = now == null ? Bundle.ACTIVE : now.bundle().getState();
        return state == Bundle.INSTALLED || state == Bundle.RESOLVED || state == Bundle.UNINSTALLED;
    }

    /**
     * Sets the reported state.
     *
     * @param jar the jar of this state, or null when it could not be read
     * @return whether the state has changed
     */
    public boolean show(State state, DropJar jar, String reason) {
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
