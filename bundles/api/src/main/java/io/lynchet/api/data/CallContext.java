// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.data;

import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * The caller of the work that a thread does. Reads inside a context have a deadline, count towards the caller's share
 * of the readers, and end when nobody waits for them. A thread without a context works for the server itself, like log
 * followers, backups and commands. It reads without a deadline and without a share.
 *
 * <p>The router binds one context around each route, also while a streamed response is written. A context belongs to
 * its thread. Work that a route hands to other threads has no context, unless those threads bind it, too.
 */
public final class CallContext {
    private static final ThreadLocal<CallContext> CURRENT = new ThreadLocal<>();

    private final Supplier<String> caller;
    private final BooleanSupplier gone;

    /**
     * A body that runs in a context.
     *
     * @param <X> the checked exception of the body
     */
    @FunctionalInterface
    public interface Body<T, X extends Exception> {
        T run() throws X;
    }

    /**
     * Creates a context.
     *
     * @param caller returns equal names for callers that have one share: the user, or the network of an anonymous
     *     caller. Called only when needed
     * @param gone returns whether nobody waits for the response any more. Any thread calls it, again and again; it must
     *     not block or throw
     */
    public CallContext(Supplier<String> caller, BooleanSupplier gone) {
        this.caller = Objects.requireNonNull(caller);
        this.gone = Objects.requireNonNull(gone);
    }

    /** Returns the context of this thread, or null when the thread works for the server itself. */
    public static CallContext current() {
        return CURRENT.get();
    }

    /** Runs the body on this thread in this context, and restores the previous context afterwards. */
    public <T, X extends Exception> T call(Body<T, X> body) throws X {
        CallContext before = CURRENT.get();
        CURRENT.set(this);
        try {
            return body.run();
        } finally {
            // Set to null, not removed: removing it would make a new thread-local entry for each request.
            CURRENT.set(before);
        }
    }

    /** Returns the name of the caller whose share the reads use. */
    public String caller() {
        return caller.get();
    }

    /** Returns whether nobody waits for the response any more. */
    public boolean isGone() {
        return gone.getAsBoolean();
    }
}
