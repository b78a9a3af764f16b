// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.store;

import java.util.function.BiConsumer;
import java.util.function.Function;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The way to the store that serves, whichever it is, for bundles that work on all of its content. Rows are reached through the data service. Thread-safe;
 * a thread that is inside one call must not make another.
 */
@ProviderType
public interface ServingStore {
    /**
     * One short call inside a lease: a store that is to leave waits for it, at most 10 seconds, and all other callers wait with it. Waits up to 5 seconds
     * while there is no store, then fails with {@code UNAVAILABLE}.
     */
    <R> R call(Function<? super Store, ? extends R> body);

    /**
     * The same for calls that may take minutes.
     *
     * @param leaving called on another thread, at most once, when the store is to leave; must not block. The body is expected to end well within a
     *     second after it, however it likes.
     */
    <R> R work(Function<? super Store, ? extends R> body, Runnable leaving);

    /** A store that is there, whether it serves or not. It may leave at any time; calls fail with {@code UNAVAILABLE} then. {@code NOT_FOUND} when there is none. */
    Store named(String provider);

    /** Until the handle is closed nothing is forgotten of the log, so that what is read of it piece by piece stays whole. Closing twice is the same as once. */
    Store.Listening keepLog();

    /**
     * Has another store serve from now on. Lets no call in any more, waits for those inside, has the last step done while nobody writes, remembers durably who
     * is in charge, and lets the waiting calls go to the new one. Blocks until then. When anything fails before that is remembered, the old one goes on as if nothing
     * had happened. A crash at any moment leaves the one or the other in charge.
     *
     * <p>{@code CONFLICT} when another store than {@code from} serves, or calls do not end within 2 seconds; {@code NOT_FOUND} when {@code to} is not there;
     * what the last step throws.
     *
     * @param lastStep given the old store, which has no writer any more, and the new one, which is to be at the same seq when it returns; short, since all
     *     callers wait for it
     */
    void handOver(String from, String to, BiConsumer<? super Store, ? super Store> lastStep);
}
