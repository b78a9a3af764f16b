// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.sockets;

import io.lynchet.api.LynchetException;
import io.lynchet.api.http.CallerCheck;
import io.lynchet.api.loop.Vitals;
import io.lynchet.api.socket.CloseCode;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks at the credentials of one socket again and again, on the threads for that. */
final class CredentialWatch implements Runnable {
    static final long UNKNOWN_NANOS_MAX = TimeUnit.SECONDS.toNanos(30);

    private static final Logger log = LoggerFactory.getLogger(CredentialWatch.class);
    private static final int UNAUTHENTICATED = 401;

    private final EdgeSocket socket;
    private final CallerCheck check;
    private final Edge edge;
    private volatile boolean waiting;
    private volatile long knownNanos;

    CredentialWatch(EdgeSocket socket, CallerCheck check, Edge edge) {
        this.socket = socket;
        this.check = check;
        this.edge = edge;
        this.knownNanos = edge.nanos().getAsLong();
    }

    /** Has them looked at, unless that is still to be done from the last time. */
    void visit(long now) {
        if (now - knownNanos > UNKNOWN_NANOS_MAX) {
            socket.close(CloseCode.TRY_LATER, "the credentials can't be checked now");
        } else if (!waiting) {
            waiting = true;
            try {
                edge.workers().checks().execute(this);
            } catch (RejectedExecutionException e) {
                // The next visit tries again; when that never works, the line above ends it.
                waiting = false;
            }
        }
    }

    @Override
    public void run() {
        try {
            long begun = edge.nanos().getAsLong();
            socket.principalIs(check.now().principal());
            knownNanos = begun;
        } catch (LynchetException e) {
            if (e.code().status() == UNAUTHENTICATED) {
                socket.close(CloseCode.UNAUTHENTICATED, "the credentials are no longer good");
            } else {
                log.debug("the credentials of socket {} can't be checked now", socket.id(), e);
            }
        } catch (RuntimeException | Error e) {
            Vitals.suffered(e);
            log.warn("the credentials of socket {} can't be checked", socket.id(), e);
        } finally {
            waiting = false;
        }
    }
}
