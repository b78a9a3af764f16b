// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.sockets.socket;

import io.lynchet.api.LynchetException;
import io.lynchet.api.http.CredentialRecheck;
import io.lynchet.api.loop.Vitals;
import io.lynchet.api.socket.CloseCode;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The recheck of one socket's credentials. It runs on the threads for checks. */
final class CredentialWatch implements Runnable {
    static final long UNKNOWN_NANOS_MAX = TimeUnit.SECONDS.toNanos(30);

    private static final Logger log = LoggerFactory.getLogger(CredentialWatch.class);
    private static final int UNAUTHENTICATED = 401;

    private final ConnectedSocket socket;
    private final CredentialRecheck check;
    private final SocketContext context;
    private volatile boolean waiting;
    private volatile long knownNanos;

    CredentialWatch(ConnectedSocket socket, CredentialRecheck check, SocketContext context) {
        this.socket = socket;
        this.check = check;
        this.context = context;
        this.knownNanos = context.nanos().getAsLong();
    }

    /**
     * Queues a check, unless the previous one has not run yet. Closes the socket when the credentials could not be
     * checked for {@link #UNKNOWN_NANOS_MAX}.
     */
    void visit(long now) {
        if (now - knownNanos > UNKNOWN_NANOS_MAX) {
            socket.close(CloseCode.TRY_LATER, "the credentials can't be checked now");
        } else if (!waiting) {
            waiting = true;
            try {
                context.workers().checks().execute(this);
            } catch (RejectedExecutionException e) {
                // The next visit tries again; when that never works, the first branch closes the socket.
                waiting = false;
            }
        }
    }

    @Override
    public void run() {
        try {
            long begun = context.nanos().getAsLong();
            socket.principalIs(check.now().principal());
            knownNanos = begun;
        } catch (LynchetException e) {
            if (e.code().status() == UNAUTHENTICATED) {
                socket.close(CloseCode.UNAUTHENTICATED, "the credentials are no longer valid");
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
