// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.live.group;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.data.ReadScope;
import io.lynchet.api.loop.Vitals;
import io.lynchet.api.query.Filter;
import io.lynchet.api.row.Change;
import io.lynchet.live.result.LiveResult;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All groups, found by key and by the changes that may touch them. Confined to the engine's thread. */
public final class LiveGroups {
    private static final Logger LOG = LoggerFactory.getLogger(LiveGroups.class);

    private final Map<LiveGroup.Key, LiveGroup> groups = new LinkedHashMap<>();
    private final SubscriptionIndex index = new SubscriptionIndex();
    private final Set<LiveGroup> touched = new LinkedHashSet<>();
    private final Set<LiveGroup> unread = new LinkedHashSet<>();
    private final Map<LiveGroup, LynchetException> broken = new LinkedHashMap<>();
    private final Reader reader;
    private final LiveMetrics metrics;
    private final LiveBudget budget;

    /** A reader of results. It reads away from the engine's thread and returns to it with the result or the error. */
    public interface Reader {
        void read(LiveGroup.Reading reading);
    }

    public LiveGroups(Reader reader, LiveMetrics metrics, LiveBudget budget) {
        this.reader = reader;
        this.metrics = metrics;
        this.budget = budget;
    }

    public Collection<LiveGroup> all() {
        return groups.values();
    }

    /**
     * Returns the group with that key. Creates it and starts its first read when it is missing.
     *
     * @param caller the caller to charge for the read
     */
    public LiveGroup of(LiveGroup.Key key, ReadScope scope, String caller) {
        LiveGroup group = groups.get(key);
        if (group == null) {
            group = new LiveGroup(key, scope, budget);
            groups.put(key, group);
            enter(group);
            read(group, caller);
        }
        return group;
    }

    private void enter(LiveGroup group) {
        index.add(group.key.entity(), group.filter(), group);
        for (Filter.Exists other : group.scope().filter().searches()) {
            index.add(other.entity(), other.filter(), group);
        }
    }

    private void leave(LiveGroup group) {
        index.remove(group.key.entity(), group.filter(), group);
        for (Filter.Exists other : group.scope().filter().searches()) {
            index.remove(other.entity(), other.filter(), group);
        }
    }

    /** Replaces the rights of a group whose rights change by themselves, and reads it again. */
    public void refresh(LiveGroup group, ReadScope now) {
        leave(group);
        group.scope(now);
        enter(group);
        read(group);
    }

    public void remove(LiveGroup group) {
        if (groups.remove(group.key, group)) {
            leave(group);
            touched.remove(group);
            unread.remove(group);
            group.release();
            budget.settle(group);
        }
    }

    /** Removes the groups that only wait for clients that may reconnect. */
    public void removeEmpty() {
        List.copyOf(groups.values()).stream()
                .filter(group -> group.members.isEmpty())
                .forEach(this::remove);
    }

    /** Tells whether the group still exists. The result of a removed group's read is dropped. */
    public boolean has(LiveGroup group) {
        return groups.get(group.key) == group;
    }

    public void read(LiveGroup group) {
        read(group, group.members.isEmpty() ? null : group.members.iterator().next().caller);
    }

    private void read(LiveGroup group, String caller) {
        LiveGroup.Reading reading = group.beginReading(new ReadAccount(budget, caller, group.charged));
        if (reading != null) {
            metrics.read();
            reader.read(reading);
        }
    }

    /**
     * Applies the change to all groups that it may touch. {@link #takeTouched} and {@link #takeBroken} return the
     * outcome.
     */
    public void apply(Change change) {
        index.candidates(change, group -> {
            metrics.looked();
            try {
                LiveResult.Effect effect = group.apply(change);
                if (effect == LiveResult.Effect.APPLIED) {
                    touched.add(group);
                } else if (effect == LiveResult.Effect.UNKNOWN) {
                    unread.add(group);
                }
            } catch (LynchetException e) {
                broken.put(group, e);
            } catch (RuntimeException | Error e) {
                Vitals.suffered(e);
                LOG.error("The live query {} failed at seq {}.", group.key.query(), change.seq(), e);
                broken.put(group, new LynchetException(ErrorCode.INTERNAL, ErrorCode.INTERNAL.meaning(), e));
            }
        });
    }

    /** Returns the groups that failed to apply a change since the last call, with the errors. */
    public Map<LiveGroup, LynchetException> takeBroken() {
        Map<LiveGroup, LynchetException> taken = new LinkedHashMap<>(broken);
        broken.clear();
        return taken;
    }

    /**
     * Returns the groups whose results have changed since the last call. Starts a read of those that can't tell from
     * the changes alone.
     */
    public List<LiveGroup> takeTouched() {
        unread.forEach(this::read);
        touched.removeAll(unread);
        unread.clear();
        List<LiveGroup> news = new ArrayList<>(touched);
        touched.clear();
        return news;
    }
}
