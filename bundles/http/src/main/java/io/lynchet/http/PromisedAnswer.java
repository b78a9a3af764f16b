// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.http;

import io.lynchet.api.http.Response;
import io.lynchet.api.lease.Lease;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** An answer that a route brings later. The route is held until then, or until the transport cancels because nobody waits any more. */
final class PromisedAnswer extends CompletableFuture<Response> {
    private Lease<BoundRoute> lease;

    /** @param lease acquired; released by this */
    PromisedAnswer(Lease<BoundRoute> lease) {
        this.lease = lease;
    }

    void bring(Supplier<Response> answer) {
        letGo();
        try {
            Response made = answer.get();
            if (!complete(made)) {
                // Nobody waits any more.
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
