// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.lease;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/**
 * The way to one replaceable service. Calls go to the newest one that was bound; while there is none they wait, and then fail with
 * {@code UNAVAILABLE}. A thread must not lease the same gate again while it holds a lease of it.
 *
 * @param <T> type of the service
 */
public final class Gate<T> {
    /** How long calls wait for a provider. */
    public static final long WAIT_MILLIS = 5_000;

    /** How long {@link #unbind} waits for calls to end. */
    public static final long DRAIN_MILLIS = 10_000;

    private final String what;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();
    private final List<Lease<T>> bound = new ArrayList<>(2);
    private volatile Lease<T> current;

    /** @param what name of the part in error messages, such as "store" */
    public Gate(String what) {
        this.what = what;
    }

    /** Sends calls to this service from now on; calls inside an earlier one go on there until that one is unbound. */
    public void bind(T service) {
        lock.lock();
        try {
            Lease<T> lease = new Lease<>(service);
            bound.add(lease);
            current = lease;
            arrived.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Sends no more calls to this service and waits for those inside it. A service that was never bound is ignored.
     *
     * @return false when calls were still inside after {@link #DRAIN_MILLIS}
     */
    public boolean unbind(T service) {
        return unbind(service, DRAIN_MILLIS);
    }

    /**
     * The same with another patience.
     *
     * @return false when calls were still inside after that time
     */
    public boolean unbind(T service, long atMostMillis) {
        Lease<T> leaving = null;
        lock.lock();
        try {
            for (Lease<T> lease : bound) {
                if (lease.service() == service) {
                    leaving = lease;
                }
            }
            bound.remove(leaving);
            current = bound.isEmpty() ? null : bound.get(bound.size() - 1);
        } finally {
            lock.unlock();
        }
        return leaving == null || leaving.retire(atMostMillis);
    }

    public boolean isBound() {
        return current != null;
    }

    /** A lease that is already acquired; the caller releases it. Waits while there is no service. */
    public Lease<T> lease() {
        Lease<T> lease = current;
        return lease != null && lease.acquire() ? lease : await();
    }

    /** One call inside a lease. */
    public <R> R call(Function<? super T, ? extends R> body) {
        Lease<T> lease = lease();
        try {
            return body.apply(lease.service());
        } finally {
            lease.release();
        }
    }

    /** One call inside a lease that is kept until the stage that the call returns has completed. */
    public <R> CompletionStage<R> stage(Function<? super T, ? extends CompletionStage<R>> body) {
        Lease<T> lease = lease();
        CompletionStage<R> stage;
        try {
            stage = body.apply(lease.service());
        } catch (RuntimeException | Error e) {
            lease.release();
            throw e;
        }
        return stage.whenComplete((result, failure) -> lease.release());
    }

    private Lease<T> await() {
        long left = TimeUnit.MILLISECONDS.toNanos(WAIT_MILLIS);
        lock.lock();
        try {
            while (true) {
                Lease<T> lease = current;
                if (lease != null && lease.acquire()) {
                    return lease;
                }
                if (left <= 0) {
                    throw LynchetException.retryable(
                            ErrorCode.UNAVAILABLE, "The " + what + " is not there right now.", 1);
                }
                left = arrived.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LynchetException(ErrorCode.UNAVAILABLE, "Interrupted while waiting for the " + what + ".", e);
        } finally {
            lock.unlock();
        }
    }
}
