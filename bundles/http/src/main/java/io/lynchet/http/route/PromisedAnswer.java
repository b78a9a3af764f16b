// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.http.route;

import io.lynchet.api.http.Response;
import io.lynchet.api.lease.Lease;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * The promised response of a route. It holds the route until the response comes, or until the transport cancels because
 * the client no longer waits.
 */
public final class PromisedAnswer extends CompletableFuture<Response> {
    private Lease<BoundRoute> lease;

    /** @param lease acquired; this future releases it */
    public PromisedAnswer(Lease<BoundRoute> lease) {
        this.lease = lease;
    }

    public void bring(Supplier<Response> answer) {
        letGo();
        try {
            Response made = answer.get();
            if (!complete(made)) {
                // The client no longer waits.
                made.gone();
            }
        } catch (RuntimeException | Error e) {
            completeExceptionally(e);
        }
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        letGo();
        return super.cancel(mayInterruptIfRunning);
    }

    private void letGo() {
        Lease<BoundRoute> held;
        synchronized (this) {
            held = lease;
            lease = null;
        }
        if (held != null) {
            held.release();
        }
    }
}
