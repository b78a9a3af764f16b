// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.data;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.schema.Entity;
import io.lynchet.api.schema.SchemaChangedException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/**
 * Which generation serves.
 *
 * <p>While a new schema is being installed, the store already knows the new entities and callers still prepare with the old ones. They are
 * told to prepare again, but only after the switch, so that a retry finds the new generation.
 */
final class ServingState {
    private static final long SWITCH_WAIT_MILLIS = 5_000;

    private volatile Serving current;
    private volatile CompletableFuture<Void> nextSwitch = new CompletableFuture<>();

    /** The generation that serves; {@code UNAVAILABLE} before the first one. */
    Serving get() {
        Serving serving = current;
        if (serving == null) {
            throw LynchetException.retryable(
                    ErrorCode.UNAVAILABLE,
                    "No app is being served yet; the log says why, and /readyz says it to admins.",
                    1);
        }
        return serving;
    }

    Serving orNull() {
        return current;
    }

    /** The generation that serves, if the entity belongs to it. */
    Serving forEntity(Entity entity) {
        Serving serving = get();
        if (!serving.owns(entity)) {
            throw new SchemaChangedException();
        }
        return serving;
    }

    synchronized void switchTo(Serving next) {
        current = next;
        CompletableFuture<Void> waited = nextSwitch;
        nextSwitch = new CompletableFuture<>();
        waited.complete(null);
    }

    /** Completes when another generation than the given one serves, or after 5 seconds, and never fails. */
    CompletionStage<Void> successor(Serving used) {
        CompletableFuture<Void> waited = nextSwitch;
        if (get().model().generation() != used.model().generation()) {
            return CompletableFuture.completedFuture(null);
        }
        return waited.copy().completeOnTimeout(null, SWITCH_WAIT_MILLIS, TimeUnit.MILLISECONDS);
    }
}
