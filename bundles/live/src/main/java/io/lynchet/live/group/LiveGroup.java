// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.live.group;

import io.lynchet.api.data.DataSnapshot;
import io.lynchet.api.data.ReadScope;
import io.lynchet.api.query.Filter;
import io.lynchet.api.row.Change;
import io.lynchet.api.schema.Entity;
import io.lynchet.json.JsonWriter;
import io.lynchet.live.result.AggregateResult;
import io.lynchet.live.result.CountResult;
import io.lynchet.live.result.LiveQuery;
import io.lynchet.live.result.LiveResult;
import io.lynchet.live.result.RowConditions;
import io.lynchet.live.result.RowResult;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A group of equal queries by principals with equal rights. Its one result is evaluated once and sent to all. Confined
 * to the engine's thread, except {@link Reading#read} and {@link #toldUpTo}.
 */
public final class LiveGroup {
    /** The most changes kept during one read; beyond them it is cheaper to read again. */
    private static final int PENDING_MAX = 10_000;

    private static final long PENDING_BYTES_MAX = 4L << 20;

    /** The key of a group; equal for subscriptions that can be evaluated together. */
    public record Key(Entity entity, Object rights, LiveQuery query) {}

    public final Key key;
    public final Set<Subscription> members = new LinkedHashSet<>();

    /** The callers among the members, with the number of members of each. */
    final Map<String, Integer> callers = new HashMap<>();

    /**
     * The budget's numbers about this group: its size, its part of the total, the charge to each caller, and whether
     * that charge has grown.
     */
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

    /** Whether a change could not be applied, so that only a read helps. */
    private boolean unknown;

    private final List<Change> pending = new ArrayList<>();
    private long pendingBytes;

    /** Whether the result has been made the state of up-to-date members once. */
    private boolean told;

    /** The seq of the newest change that the result has seen. An exact result is as new as the engine. */
    private long position = -1;

    /** Whether the result is as new as {@link #exactUpTo} says, not older. */
    private boolean exact;

    /**
     * The seq up to which members have been told, and whether it advances with the engine by itself. Read by other
     * threads, too.
     */
    private volatile long toldSeq = -1;

    private volatile boolean following;

    /** The time at which the last member left, in nanoseconds. */
    public long emptySince;

    /** The last snapshot, for members that need one before anything changes, or null. */
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
            return new RowResult(
                    rows, scope.everyField(), budget.rows(), budget.limits().callerBytesMax());
        }
        return query instanceof LiveQuery.Count count
                ? new CountResult(count)
                : new AggregateResult((LiveQuery.Aggregate) query);
    }

    /** A pending read of the group's result; any thread may run it. */
    public record Reading(LiveGroup group, LiveResult<Object> result, Filter filter, ReadAccount account) {
        /** The result of a read: a seq and the rows at that seq. */
        public record Read(long seq, Object what) {}

        public Read read(DataSnapshot source) {
            return new Read(source.seq(), result.read(source, filter));
        }
    }

    public ReadScope scope() {
        return scope;
    }

    public Filter filter() {
        return filter;
    }

    public LiveResult<Object> result() {
        return result;
    }

    public boolean isReady() {
        return ready;
    }

    /** Tells whether the result has to be read, or is being read, before members can be told anything. */
    public boolean awaitsRead() {
        return reading || unknown;
    }

    /** Returns the seq up to which the result is exact, given the seq that the engine has processed. */
    public long exactUpTo(long processed) {
        return exact ? Math.max(position, processed) : position;
    }

    /**
     * Returns the seq up to which members have been offered everything, given the seq that the engine has processed.
     * Any thread may call this.
     */
    long toldUpTo(long processed) {
        return following ? Math.max(toldSeq, processed) : toldSeq;
    }

    /** Replaces the rights of a group whose rights change by themselves. */
    void scope(ReadScope now) {
        scope = now;
        filter = key.query().where().and(now.filter());
    }

    /** Begins a read. Returns null when one is running; that one is then repeated. */
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

    /** Notes that all up-to-date members have been offered what was told. */
    public void offered() {
        toldSeq = position;
    }

    /** Notes that all up-to-date members have been offered the newest state. */
    public void follow() {
        toldSeq = position;
        following = true;
    }

    /** Takes over a read. Returns false when the result has to be read again. */
    public boolean finishReading(Reading.Read read) {
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

    /**
     * Ends a read that failed and is to be tried again. The changes that came meanwhile are in no result, so nothing is
     * told before.
     */
    public void abandonReading() {
        reading = false;
        stale = false;
        unknown = true;
    }

    /** Applies a change that may touch the result, or keeps it while a read runs. */
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

    // Where other rows decide, only the store can tell. But a row that the query selects neither before nor after
    // decides nothing.
    private boolean mayMatter(Change change) {
        Filter where = key.query().where();
        return RowConditions.matches(where, change.before()) || RowConditions.matches(where, change.after());
    }

    /** Tells whether up-to-date members have a state of the result. */
    public boolean isTold() {
        return told;
    }

    /** Returns the state that up-to-date members have, as a baseline; null when they have none yet. */
    public Object shown() {
        return told ? result.shown() : null;
    }

    /** Makes the current result the state that up-to-date members have; {@link #offered} follows. */
    public void tell() {
        told = true;
        result.tell();
        snapshot = null;
    }

    /**
     * Returns the members of a snapshot frame, as a JSON object.
     *
     * @param budget decides whether the bytes are kept for other members
     */
    public byte[] snapshot(LiveBudget budget) {
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

    /** Drops the bytes of a snapshot that was kept for other members. */
    public void forgetSnapshot() {
        snapshot = null;
    }

    /** Returns the bytes that the group takes, without rows that it may share with others. */
    long ownBytes() {
        return released ? 0 : result.ownBytes() + (snapshot == null ? 0 : snapshot.length);
    }

    /** Returns the bytes that the group would take if no row were shared. */
    long wholeBytes() {
        return released ? 0 : result.ownBytes() + result.rowBytes();
    }

    /** Releases what the result holds; the group is not used again. */
    void release() {
        released = true;
        snapshot = null;
        result.release();
    }

    /**
     * Returns the members of a diff frame from what up-to-date members have to now, as a JSON object; an empty object
     * when nothing differs.
     */
    public byte[] news() {
        JsonWriter json = new JsonWriter(1_024).beginObject();
        result.writeNews(json);
        return json.endObject().toBytes();
    }

    /**
     * Returns the members of a diff frame from a baseline to now, as a JSON object; an empty object when nothing
     * differs.
     */
    public byte[] diffSince(Object baseline) {
        JsonWriter json = new JsonWriter(1_024).beginObject();
        result.writeDiff(json, baseline);
        return json.endObject().toBytes();
    }
}
