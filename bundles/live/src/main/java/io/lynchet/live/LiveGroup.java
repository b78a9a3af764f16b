// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.live;

import io.lynchet.api.data.Moment;
import io.lynchet.api.data.ReadScope;
import io.lynchet.api.query.Filter;
import io.lynchet.api.row.Change;
import io.lynchet.api.schema.Entity;
import io.lynchet.json.JsonWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Equal queries of principals with equal rights: one result, evaluated once and told to all. Belongs to the engine's thread; only
 * {@link Reading#read} runs elsewhere.
 */
final class LiveGroup {
    /** Beyond this many changes during one read it is cheaper to read again. */
    private static final int PENDING_MAX = 10_000;

    private static final long PENDING_BYTES_MAX = 4L << 20;

    /** Equal for what can be evaluated together. */
    record Key(Entity entity, Object rights, LiveQuery query) {}

    final Key key;
    final Set<Subscription> members = new LinkedHashSet<>();

    /** The callers among the members, with how many members each of them is. */
    final Map<String, Integer> callers = new HashMap<>();

    /** What the budget knows of it: its size, what of that is in the total, what is charged to each caller, and whether that is more than before. */
    long whole;

    long counted;
    long charged;
    boolean chargedMore;
    private boolean released;
    private final LiveResult<Object> result;
    private ReadScope scope;
    private Filter filter;
    private boolean ready;
    private boolean reading;
    private boolean stale;

    /** Whether a change could not be taken over, so that only reading helps. */
    private boolean unknown;

    private final List<Change> pending = new ArrayList<>();
    private long pendingBytes;

    /** What was told to the members that have everything. */
    private Object shown;

    /** The result is that of this seq, or of the engine's if that is newer. */
    private long position = -1;

    /** Whether the result is what {@link #exactUpTo} says, not older. */
    private boolean exact;

    /** Up to where members have been told, and whether that goes on with the engine by itself; for other threads, too. */
    private volatile long toldSeq = -1;

    private volatile boolean following;

    /** When the last member left, in nanoseconds. */
    long emptySince;

    /** What the last snapshot said, for others who ask before anything changes; null for none. */
    private byte[] snapshot;

    @SuppressWarnings("unchecked") // Each query has one kind of result, and only the result itself looks into it.
    LiveGroup(Key key, ReadScope scope, LiveBudget budget) {
        this.key = key;
        this.scope = scope;
        this.filter = key.query().where().and(scope.filter());
        this.result = (LiveResult<Object>) resultOf(key.query(), scope, budget);
    }

    private static LiveResult<?> resultOf(LiveQuery query, ReadScope scope, LiveBudget budget) {
        if (query instanceof LiveQuery.Rows rows) {
            return new RowResult(rows, scope.everyField(), budget);
        }
        return query instanceof LiveQuery.Count count
                ? new CountResult(count)
                : new FigureResult((LiveQuery.Figures) query);
    }

    /** What is read from the store, by whoever has the time. */
    record Reading(LiveGroup group, LiveResult<Object> result, Filter filter, ReadAccount account) {
        /** Seq and rows of one moment. */
        record Read(long seq, Object what) {}

        Read read(Moment moment) {
            return new Read(moment.seq(), result.read(moment, filter));
        }
    }

    ReadScope scope() {
        return scope;
    }

    Filter filter() {
        return filter;
    }

    LiveResult<Object> result() {
        return result;
    }

    boolean isReady() {
        return ready;
    }

    /** Whether it must be read again before anything can be told. */
    boolean isReading() {
        return reading;
    }

    /** Up to where the result is exact, given how far the engine is. */
    long exactUpTo(long processed) {
        return exact ? Math.max(position, processed) : position;
    }

    /** Up to where members have been offered everything, given how far the engine is. For any thread. */
    long toldUpTo(long processed) {
        return following ? Math.max(toldSeq, processed) : toldSeq;
    }

    /** The rights anew, for those that change by themselves. */
    void scope(ReadScope now) {
        scope = now;
        filter = key.query().where().and(now.filter());
    }

    /** Begins to read; null when a read is under way, which is then repeated. */
    Reading beginReading(ReadAccount account) {
        if (reading) {
            stale = true;
            return null;
        }
        reading = true;
        exact = false;
        following = false;
        stale = false;
        forgetPending();
        return new Reading(this, result, filter, account);
    }

    /** All members that have everything have been offered what is new. */
    void follow() {
        toldSeq = position;
        following = true;
    }

    /** Takes over what was read; false when it has to be read again. */
    boolean finishReading(Reading.Read read) {
        reading = false;
        if (stale) {
            return false;
        }
        result.install(read.what());
        unknown = false;
        position = read.seq();
        ready = true;
        exact = true;
        for (Change change : pending) {
            if (take(change) == LiveResult.Effect.UNKNOWN) {
                return false;
            }
        }
        forgetPending();
        return true;
    }

    private void forgetPending() {
        pending.clear();
        pendingBytes = 0;
    }

    /** The read failed and is to be tried again. */
    void abandonReading() {
        reading = false;
        stale = false;
    }

    /** A change that may touch it. */
    LiveResult.Effect apply(Change change) {
        if (reading) {
            if (pending.size() >= PENDING_MAX || pendingBytes >= PENDING_BYTES_MAX) {
                stale = true;
            } else if (pending.isEmpty() || pending.get(pending.size() - 1).seq() < change.seq()) {
                pending.add(change);
                pendingBytes += change.bytes();
            }
            return LiveResult.Effect.NONE;
        }
        return take(change);
    }

    private LiveResult.Effect take(Change change) {
        if (unknown || change.seq() <= position) {
            return LiveResult.Effect.NONE;
        }
        LiveResult.Effect effect = effect(change);
        if (effect == LiveResult.Effect.UNKNOWN) {
            unknown = true;
            exact = false;
            position = change.seq() - 1;
            following = false;
        } else {
            position = change.seq();
        }
        return effect;
    }

    private LiveResult.Effect effect(Change change) {
        if (scope.reads().isEmpty()) {
            return result.apply(change, filter);
        }
        boolean decides = scope.reads().stream().anyMatch(other -> other.name().equals(change.entity()));
        return decides || mayMatter(change) ? LiveResult.Effect.UNKNOWN : LiveResult.Effect.NONE;
    }

    // Where other rows decide, the store has to say; but a row that was not asked for before nor after decides nothing.
    private boolean mayMatter(Change change) {
        Filter where = key.query().where();
        return Rows.matches(where, change.before()) || Rows.matches(where, change.after());
    }

    Object shown() {
        return shown;
    }

    /** From now on members that have everything have this. */
    void tell() {
        toldSeq = position;
        shown = result.shown();
        snapshot = null;
    }

    /**
     * The members of a snapshot frame, as an object.
     *
     * @param budget decides whether it is kept for others
     */
    byte[] snapshot(LiveBudget budget) {
        if (snapshot != null) {
            return snapshot;
        }
        JsonWriter json = new JsonWriter(1_024).beginObject();
        result.writeSnapshot(json);
        byte[] made = json.endObject().toBytes();
        if (budget.hasRoomToSpare(made.length)) {
            snapshot = made;
            budget.settle(this);
        }
        return made;
    }

    /** Gives back the bytes of a snapshot that was kept for others. */
    void forgetSnapshot() {
        snapshot = null;
    }

    /** What it takes without rows that others may share. */
    long ownBytes() {
        return released ? 0 : result.ownBytes() + (snapshot == null ? 0 : snapshot.length);
    }

    /** What it would take if it were the only one. */
    long wholeBytes() {
        return released ? 0 : result.ownBytes() + result.rowBytes();
    }

    /** It is gone for good. */
    void release() {
        released = true;
        snapshot = null;
        result.release();
    }

    /** The members of a diff frame that leads from a baseline to now, as an object; empty when there is no difference. */
    byte[] diffSince(Object baseline) {
        JsonWriter json = new JsonWriter(1_024).beginObject();
        result.writeDiff(json, baseline);
        return json.endObject().toBytes();
    }
}
