// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.query;

/**
 * Hears how much a thread reads while it reads it, so that what piles up in memory for one answer has an end. Whoever answers somebody binds one to
 * the thread; stores tell the one of their thread about every row of a query, every group of an aggregate and every entry of the log. A row that is
 * got by its id is not told. Confined to its thread.
 */
public abstract class ReadMeter {
    /** Counts nothing; the one of threads to which none is bound. */
    public static final ReadMeter NONE = new ReadMeter() {
        @Override
        public void read(long bytes) {
            // Nobody waits for what this thread reads.
        }

        @Override
        public void handedOn() {
            // Nothing was counted.
        }
    };

    private static final ThreadLocal<ReadMeter> BOUND = new ThreadLocal<>();

    /** The one of this thread; never null. */
    public static ReadMeter current() {
        ReadMeter bound = BOUND.get();
        return bound == null ? NONE : bound;
    }

    /** Makes it the one of this thread until the handle is closed, on the same thread. */
    public final Binding bind() {
        ReadMeter before = BOUND.get();
        BOUND.set(this);
        // Null is set rather than removed: else each request would make its thread a new entry.
        return () -> BOUND.set(before);
    }

    /**
     * So many bytes more were read and are kept, see {@link io.lynchet.api.row.Row#bytes}. A {@link io.lynchet.api.LynchetException} ends the read
     * with that error.
     */
    public abstract void read(long bytes);

    /** Nothing is kept any more of what was read so far: a piece of a long answer has left. */
    public abstract void handedOn();

    /** A binding that can be ended. */
    @FunctionalInterface
    public interface Binding extends AutoCloseable {
        @Override
        void close();
    }
}
