// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.live.group;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.live.result.SharedRows;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/**
 * The memory that results take, in total and for each caller, and its limits. Confined to the engine's thread, except
 * {@link #bytes}, {@link #reads} and {@link #readEnds}.
 */
public final class LiveBudget {
    /**
     * The step, in bytes, in which the charge for a result changes. Most changes of its rows thus change no caller's
     * charge.
     */
    private static final long STEP_BYTES = 4 * 1024;

    private static final int STEP_SHARE = 8;

    private final LiveLimits limits;
    private final SharedRows rows = new SharedRows();
    private final ConcurrentMap<String, Long> callers = new ConcurrentHashMap<>();
    private final ConcurrentMap<String, Long> readers = new ConcurrentHashMap<>();
    private final AtomicLong reading = new AtomicLong();
    private long results;
    private volatile long told;

    public LiveBudget(LiveLimits limits) {
        this.limits = limits;
    }

    public LiveLimits limits() {
        return limits;
    }

    public SharedRows rows() {
        return rows;
    }

    /** Returns the bytes in use, as of the last change, with running reads. Any thread may call this. */
    public long bytes() {
        return told + reading.get();
    }

    private long now() {
        told = results + rows.bytes();
        return bytes();
    }

    /** Tells whether {@code more} bytes would leave half of the limit free, so that they may be kept to save work. */
    public boolean hasRoomToSpare(long more) {
        return now() + more <= limits.resultBytesMax() / 2;
    }

    /**
     * Returns why the caller gets no further result ({@code LIMIT_EXCEEDED}, {@code OVERLOADED}), or null when there is
     * room.
     */
    public LynchetException refusal(String caller) {
        if (isOverdrawn(caller)) {
            return tooMuchOfCaller();
        }
        return now() > limits.resultBytesMax() ? tooMuchOfAll() : null;
    }

    public boolean isOverdrawn(String caller) {
        return caller != null && callers.getOrDefault(caller, 0L) > limits.callerBytesMax();
    }

    /**
     * Counts {@code more} bytes of a running read. Any thread may call this. Fails with {@code LIMIT_EXCEEDED} or
     * {@code OVERLOADED} when they are too many; then nothing was added.
     */
    void reads(ReadAccount account, long more) {
        if (told + reading.addAndGet(more) > limits.resultBytesMax()) {
            reading.addAndGet(-more);
            throw tooMuchOfAll();
        }
        String caller = account.caller();
        long ofCaller = caller == null
                ? account.bytes() + more
                : callers.getOrDefault(caller, 0L) + readers.merge(caller, more, Long::sum) - account.replaces();
        if (ofCaller > limits.callerBytesMax()) {
            readEnds(caller, more);
            throw tooMuchOfCaller();
        }
    }

    /** Gives back the bytes of a read whose result was taken over or dropped. Any thread may call this. */
    void readEnds(String caller, long bytes) {
        reading.addAndGet(-bytes);
        if (caller != null) {
            readers.computeIfPresent(caller, (key, now) -> now == bytes ? null : now - bytes);
        }
    }

    /** Charges bytes that belong to one caller alone; a negative number gives them back. */
    public void keep(String caller, long more) {
        results += more;
        if (caller != null) {
            charge(caller, more);
        }
        now();
    }

    /** Counts a further member of the group for the caller. */
    public void join(LiveGroup group, String caller) {
        if (caller != null && group.callers.merge(caller, 1, Integer::sum) == 1) {
            charge(caller, group.charged);
        }
    }

    public void leave(LiveGroup group, String caller) {
        if (caller != null
                && group.callers.merge(caller, -1, (now, less) -> now + less == 0 ? null : now + less) == null) {
            charge(caller, -group.charged);
        }
    }

    private void charge(String caller, long more) {
        callers.compute(caller, (key, before) -> {
            long now = (before == null ? 0 : before) + more;
            return now == 0 ? null : now;
        });
    }

    /**
     * Updates the charges when the group's result has changed or is gone. Returns true when it takes more than before.
     */
    public boolean settle(LiveGroup group) {
        long own = group.ownBytes();
        results += own - group.counted;
        group.counted = own;
        long whole = group.wholeBytes();
        boolean grown = whole > group.whole;
        group.whole = whole;
        long more = whole - group.charged;
        boolean little = Math.abs(more) <= Math.max(STEP_BYTES, group.charged / STEP_SHARE);
        if (group.charged > 0 && whole > 0 && little) {
            more = 0;
        }
        group.charged += more;
        group.chargedMore = more > 0;
        for (String caller : more == 0 ? Set.<String>of() : group.callers.keySet()) {
            charge(caller, more);
        }
        now();
        return grown;
    }

    /** Returns the callers among the group's members that exceed their limit since it was settled. */
    public Set<String> overdrawn(LiveGroup group) {
        if (!group.chargedMore) {
            return Set.of();
        }
        return group.callers.keySet().stream().filter(this::isOverdrawn).collect(Collectors.toSet());
    }

    /** Tells whether the results exceed the limit, running reads not counted. */
    public boolean isOverfull() {
        now();
        return told > limits.resultBytesMax();
    }

    /** Returns the number of callers with a charge; for tests. */
    public int callers() {
        return callers.size() + readers.size();
    }

    public LynchetException tooMuchOfCaller() {
        return new LynchetException(
                ErrorCode.LIMIT_EXCEEDED,
                "Your live queries would take more than " + limits.callerBytesMax()
                        + " bytes; subscribe to fewer rows, or unsubscribe from what you don't need.");
    }

    public LynchetException tooMuchOfAll() {
        return LynchetException.retryable(
                ErrorCode.OVERLOADED, "The results of live queries take all their memory; try again.", 10);
    }
}
