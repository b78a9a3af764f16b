// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.query;

/**
 * A meter of the bytes that a thread reads, by which a caller bounds the memory for one response. The code that serves
 * the response binds a meter to its thread. Stores report every row of a query, every group of an aggregate and every
 * entry of the log to the meter of their thread. They do not report rows read by id. Confined to its thread.
 */
public abstract class ReadMeter {
    /** A meter that counts nothing; it is the meter of threads without a bound one. */
    public static final ReadMeter NONE = new ReadMeter() {
        @Override
        public void read(long bytes) {
            // Nobody waits for the reads of this thread.
        }

        @Override
        public void handedOn() {
            // Nothing was counted.
        }
    };

    private static final ThreadLocal<ReadMeter> BOUND = new ThreadLocal<>();

    /** Returns the meter of this thread, never null. */
    public static ReadMeter current() {
        ReadMeter bound = BOUND.get();
        return bound == null ? NONE : bound;
    }

    /** Binds this meter to this thread until the handle is closed, on the same thread. */
    public final Binding bind() {
        ReadMeter before = BOUND.get();
        BOUND.set(this);
        // Set to null, not removed: removing it would make a new thread-local entry for each request.
        return () -> BOUND.set(before);
    }

    /**
     * Adds bytes that were read and are kept, see {@link io.lynchet.api.row.Row#bytes}. A
     * {@link io.lynchet.api.LynchetException} ends the read with that error.
     */
    public abstract void read(long bytes);

    /** Tells that nothing read so far is kept any more: a part of a long response has been sent. */
    public abstract void handedOn();

    /** The handle of a binding. */
    @FunctionalInterface
    public interface Binding extends AutoCloseable {
        @Override
        void close();
    }
}
