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

    Running running;

    /** Whether the candidate may work when other bundles change. */
    boolean curableByOthers;

    /** Whether what runs waits for a service that is expected. */
    boolean waiting;

    /** The part of the product that was stopped for it, or null. */
    Bundle standsInFor;

    private volatile Deployment shown;

    Slot(Path file) {
        this.file = file;
    }

    boolean runs(String digest) {
        return running != null && running.jar().digest().equals(digest);
    }

    Deployment shown() {
        return shown;
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
