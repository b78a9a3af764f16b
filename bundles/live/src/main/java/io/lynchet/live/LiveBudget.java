// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.live;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/**
 * What results take, in all and for each caller, and what is too much. Confined to the engine's thread, except for reads under way and for figures.
 */
final class LiveBudget {
    /** What is charged for a result changes in steps, so that most changes of its rows are not charged to anybody. */
    private static final long STEP_BYTES = 4 * 1024;

    private static final int STEP_SHARE = 8;

    private final LiveLimits limits;
    private final HeldRows rows = new HeldRows();
    private final ConcurrentMap<String, Long> callers = new ConcurrentHashMap<>();
    private final ConcurrentMap<String, Long> readers = new ConcurrentHashMap<>();
    private final AtomicLong reading = new AtomicLong();
    private long results;
    private volatile long told;

    LiveBudget(LiveLimits limits) {
        this.limits = limits;
    }

    LiveLimits limits() {
        return limits;
    }

    HeldRows rows() {
        return rows;
    }

    /** What is taken now; for any thread, as of the last change. */
    long bytes() {
        return told + reading.get();
    }

    private long now() {
        told = results + rows.bytes();
        return bytes();
    }

    /** Whether so much more is well within the limit, so that it may be kept to save work. */
    boolean hasRoomToSpare(long more) {
        return now() + more <= limits.resultBytesMax() / 2;
    }

    /** Why the caller gets no further result: {@code LIMIT_EXCEEDED}, {@code OVERLOADED}; null when there is room. */
    LynchetException refusal(String caller) {
        if (isOverdrawn(caller)) {
            return tooMuchOfCaller();
        }
        return now() > limits.resultBytesMax() ? tooMuchOfAll() : null;
    }

    boolean isOverdrawn(String caller) {
        return caller != null && callers.getOrDefault(caller, 0L) > limits.callerBytesMax();
    }

    /** A read has so much more in its hands; on any thread. {@code LIMIT_EXCEEDED}, {@code OVERLOADED}: then nothing was added. */
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

    /** What was read has been taken over, or is forgotten; on any thread. */
    void readEnds(String caller, long bytes) {
        reading.addAndGet(-bytes);
        if (caller != null) {
            readers.computeIfPresent(caller, (key, now) -> now == bytes ? null : now - bytes);
        }
    }

    /** Keeps, or with a negative number gives back, something that belongs to one caller alone. */
    void keep(String caller, long more) {
        results += more;
        if (caller != null) {
            charge(caller, more);
        }
        now();
    }

    /** A caller is a member of the group from now on, once more. */
    void join(LiveGroup group, String caller) {
        if (caller != null && group.callers.merge(caller, 1, Integer::sum) == 1) {
            charge(caller, group.charged);
        }
    }

    void leave(LiveGroup group, String caller) {
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

    /** The group's result has become another one, or is gone. True when it takes more than before. */
    boolean settle(LiveGroup group) {
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

    /** The callers among the members of the group who have too much since it was settled. */
    Set<String> overdrawn(LiveGroup group) {
        if (!group.chargedMore) {
            return Set.of();
        }
        return group.callers.keySet().stream().filter(this::isOverdrawn).collect(Collectors.toSet());
    }

    /** Whether results take too much, whatever is being read. */
    boolean isOverfull() {
        now();
        return told > limits.resultBytesMax();
    }

    /** How many callers something is charged to; for tests. */
    int callers() {
        return callers.size() + readers.size();
    }

    LynchetException tooMuchOfCaller() {
        return new LynchetException(
                ErrorCode.LIMIT_EXCEEDED,
                "Your live queries would take more than " + limits.callerBytesMax()
                        + " bytes; subscribe to fewer rows, or give up what you don't need any more.");
    }

    LynchetException tooMuchOfAll() {
        return LynchetException.retryable(
                ErrorCode.OVERLOADED, "There is no room for further results of live queries; try again.", 10);
    }
}
