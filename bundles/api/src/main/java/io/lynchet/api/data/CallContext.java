// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.data;

import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * On whose behalf a thread works, for as long as that matters: reads in it have a deadline, take from the caller's share of the readers, and end when
 * nobody waits for them any more. A thread without one works for the server itself: it reads without a deadline and without a share, as what follows the log,
 * backups and commands do.
 *
 * <p>The router binds one around each route, also while a streamed answer is written. It belongs to that thread; work that a route hands to
 * others is without one, unless they bind it, too.
 */
public final class CallContext {
    private static final ThreadLocal<CallContext> CURRENT = new ThreadLocal<>();

    private final Supplier<String> caller;
    private final BooleanSupplier gone;

    /** What runs in a context, and how it may fail. */
    @FunctionalInterface
    public interface Body<T, X extends Exception> {
        T run() throws X;
    }

    /**
     * @param caller gives equal names to those who share a share: a user, or a network for somebody who is nobody. Asked when it matters
     * @param gone whether nobody waits for the answer any more. Asked by any thread, again and again; must not block or throw
     */
    public CallContext(Supplier<String> caller, BooleanSupplier gone) {
        this.caller = Objects.requireNonNull(caller);
        this.gone = Objects.requireNonNull(gone);
    }

    /** The one of this thread, or null when it works for the server itself. */
    public static CallContext current() {
        return CURRENT.get();
    }

    /** Runs the body on this thread in this context; what was there before is there again afterwards. */
    public <T, X extends Exception> T call(Body<T, X> body) throws X {
        CallContext before = CURRENT.get();
        CURRENT.set(this);
        try {
            return body.run();
        } finally {
            // Null is set rather than removed: else each request would make its thread a new entry.
            CURRENT.set(before);
        }
    }

    /** Whose share it is. */
    public String caller() {
        return caller.get();
    }

    /** Whether nobody waits any more. */
    public boolean isGone() {
        return gone.getAsBoolean();
    }
}
