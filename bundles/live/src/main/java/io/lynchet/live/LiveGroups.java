// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.live;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.data.ReadScope;
import io.lynchet.api.loop.Vitals;
import io.lynchet.api.query.Filter;
import io.lynchet.api.row.Change;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All groups: found by what they show and by what touches them, read when they have to be. Confined to the engine's thread. */
final class LiveGroups {
    private static final Logger LOG = LoggerFactory.getLogger(LiveGroups.class);

    private final Map<LiveGroup.Key, LiveGroup> groups = new LinkedHashMap<>();
    private final SubscriptionIndex index = new SubscriptionIndex();
    private final Set<LiveGroup> touched = new LinkedHashSet<>();
    private final Set<LiveGroup> unread = new LinkedHashSet<>();
    private final Map<LiveGroup, LynchetException> broken = new LinkedHashMap<>();
    private final Reader reader;
    private final LiveMetrics metrics;
    private final LiveBudget budget;

    /** Reads a result away from the engine's thread, and comes back on it with what it read or with why not. */
    interface Reader {
        void read(LiveGroup.Reading reading);
    }

    LiveGroups(Reader reader, LiveMetrics metrics, LiveBudget budget) {
        this.reader = reader;
        this.metrics = metrics;
        this.budget = budget;
    }

    Collection<LiveGroup> all() {
        return groups.values();
    }

    /**
     * The group of that key, made and on its way to be read if need be.
     *
     * @param caller who is charged for reading it
     */
    LiveGroup of(LiveGroup.Key key, ReadScope scope, String caller) {
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

    /** The rights of a group that change by themselves: read anew under those of now. */
    void refresh(LiveGroup group, ReadScope now) {
        leave(group);
        group.scope(now);
        enter(group);
        read(group);
    }

    void remove(LiveGroup group) {
        if (groups.remove(group.key, group)) {
            leave(group);
            touched.remove(group);
            unread.remove(group);
            group.release();
            budget.settle(group);
        }
    }

    /** Lets those go that only wait for members who may come back. */
    void removeEmpty() {
        List.copyOf(groups.values()).stream()
                .filter(group -> group.members.isEmpty())
                .forEach(this::remove);
    }

    /** Groups that are still there; those that were removed meanwhile are not read on. */
    boolean has(LiveGroup group) {
        return groups.get(group.key) == group;
    }

    void read(LiveGroup group) {
        read(group, group.members.isEmpty() ? null : group.members.iterator().next().caller);
    }

    private void read(LiveGroup group, String caller) {
        LiveGroup.Reading reading = group.beginReading(new ReadAccount(budget, caller, group.charged));
        if (reading != null) {
            metrics.read();
            reader.read(reading);
        }
    }

    /** Shows the change to all groups that it may touch; {@link #takeTouched} and {@link #takeBroken} tell what came of it. */
    void apply(Change change) {
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

    /** The groups whose conditions could not be evaluated since the last call, and why. */
    Map<LiveGroup, LynchetException> takeBroken() {
        Map<LiveGroup, LynchetException> taken = new LinkedHashMap<>(broken);
        broken.clear();
        return taken;
    }

    /** The groups that have news since the last call. Those that can't tell them by themselves are on their way to be read. */
    List<LiveGroup> takeTouched() {
        unread.forEach(this::read);
        touched.removeAll(unread);
        unread.clear();
        List<LiveGroup> news = new ArrayList<>(touched);
        touched.clear();
        return news;
    }
}
