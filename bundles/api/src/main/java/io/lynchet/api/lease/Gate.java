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
 * The access to one replaceable service. While there is none, calls wait, at most {@link #WAIT_MILLIS}, and then fail
 * with {@code UNAVAILABLE}. A thread that holds a lease of a gate must not lease the same gate again.
 *
 * <p>{@link Wiring#track} keeps a gate at the highest-ranked service of a type. Without it, calls go to the most
 * recently bound service.
 *
 * <p><b>Threads:</b> any thread may call any method.
 *
 * @param <T> the type of the service
 */
public final class Gate<T> {
    /** The time in milliseconds that calls wait for a service. */
    public static final long WAIT_MILLIS = 5_000;

    /** The time in milliseconds that {@link #unbind} waits for running calls. */
    public static final long DRAIN_MILLIS = 10_000;

    private final String what;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();
    private final List<Lease<T>> bound = new ArrayList<>(2);
    private volatile Lease<T> current;
    private boolean closed;

    /**
     * Creates a gate without a service.
     *
     * @param what the name of the service in error messages, such as "store"
     */
    public Gate(String what) {
        this.what = what;
    }

    /** Sends calls to this service from now on. Calls inside an earlier service continue there. */
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
     * Sends no more calls to this service and waits for the calls inside it. An unknown service is ignored.
     *
     * @return false when calls were still inside after {@link #DRAIN_MILLIS}, or the thread was interrupted
     */
    public boolean unbind(T service) {
        return unbind(service, DRAIN_MILLIS);
    }

    /**
     * Unbinds with another time limit, otherwise like {@link #unbind(Object)}.
     *
     * @return false when calls were still inside after that time, or the thread was interrupted
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

    /** Sends calls to this lease from now on; null for none. For {@link Wiring}, which drains the leases itself. */
    void serve(Lease<T> lease) {
        lock.lock();
        try {
            current = closed ? null : lease;
            arrived.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Ends the gate: calls that wait, and those that come later, fail with {@code UNAVAILABLE} at once. */
    void close() {
        lock.lock();
        try {
            closed = true;
            current = null;
            arrived.signalAll();
        } finally {
            lock.unlock();
        }
    }

    public boolean isBound() {
        return current != null;
    }

    /**
     * Returns an acquired lease, which the caller releases. While there is no service, waits up to {@link #WAIT_MILLIS}
     * and then fails with {@code UNAVAILABLE}; also when interrupted, and without waiting once the gate is closed.
     */
    public Lease<T> lease() {
        Lease<T> lease = current;
        return lease != null && lease.acquire() ? lease : await();
    }

    /** Makes one call inside a lease. */
    public <R> R call(Function<? super T, ? extends R> body) {
        Lease<T> lease = lease();
        try {
            return body.apply(lease.service());
        } finally {
            lease.release();
        }
    }

    /** Makes one call inside a lease that is held until the returned stage has completed. */
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
                if (left <= 0 || closed) {
                    throw LynchetException.retryable(
                            ErrorCode.UNAVAILABLE, "The " + what + " is not available now; try again.", 1);
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
