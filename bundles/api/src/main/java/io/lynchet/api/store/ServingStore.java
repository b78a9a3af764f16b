// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.store;

import java.util.function.BiConsumer;
import java.util.function.Function;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The access to the store that serves, for bundles that work on its whole content. All other bundles reach rows through
 * the data service. Thread-safe. A thread inside one call must not make another.
 */
@ProviderType
public interface ServingStore {
    /**
     * Runs one short call inside a lease. A store that is to leave waits for the call, at most 10 seconds, and all
     * other callers wait with it. While there is no store, this method waits up to 5 seconds and then fails with
     * {@code UNAVAILABLE}.
     */
    <R> R call(Function<? super Store, ? extends R> body);

    /**
     * Runs a call that may take minutes, otherwise like {@link #call}.
     *
     * @param leaving called on another thread, at most once, when the store is to leave; must not block. The body must
     *     end well within a second after it, in any way.
     */
    <R> R work(Function<? super Store, ? extends R> body, Runnable leaving);

    /**
     * Returns a store that is present, whether it serves or not. It may leave at any time; its calls fail with
     * {@code UNAVAILABLE} then. Fails with {@code NOT_FOUND} when there is no such store.
     */
    Store named(String provider);

    /**
     * Keeps the log from being pruned until the handle is closed, so that it can be read piece by piece without gaps.
     * Closing twice is the same as once.
     */
    Store.Listening keepLog();

    /**
     * Makes another store serve. Blocks until done, in these steps:
     *
     * <ol>
     *   <li>holds new calls and waits for running ones;
     *   <li>runs the last step while nobody writes;
     *   <li>durably records the new serving store;
     *   <li>lets the held calls go to it.
     * </ol>
     *
     * <p>When anything fails before that record, the old store serves as before. A crash at any moment leaves one of
     * the two stores serving.
     *
     * <p>Fails with {@code CONFLICT} when another store than {@code from} serves, or when running calls do not end
     * within 2 seconds. Fails with {@code NOT_FOUND} when {@code to} is not present. Fails with {@code UNSUPPORTED}
     * when {@code to} has another log and can't begin an epoch, and with any exception of the last step.
     *
     * @param lastStep receives the old store, which has no writer any more, and the new one. The new store must be at
     *     the same seq when it returns. It must be short, since all callers wait for it
     */
    void handOver(String from, String to, BiConsumer<? super Store, ? super Store> lastStep);
}
