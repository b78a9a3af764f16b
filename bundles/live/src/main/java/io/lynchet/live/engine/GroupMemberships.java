// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.live.engine;

import io.lynchet.api.LynchetException;
import io.lynchet.api.data.AppModel;
import io.lynchet.api.data.DataService;
import io.lynchet.api.data.ReadScope;
import io.lynchet.api.schema.Entity;
import io.lynchet.api.schema.SchemaChangedException;
import io.lynchet.live.frame.FrameSender;
import io.lynchet.live.group.LiveBudget;
import io.lynchet.live.group.LiveGroup;
import io.lynchet.live.group.LiveGroups;
import io.lynchet.live.group.Subscription;
import io.lynchet.live.result.LiveQuery;
import java.time.Clock;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * The assignment of subscriptions to groups: joins, leaves, and moves when rights or the schema change. Confined to the
 * engine's thread.
 */
public final class GroupMemberships {
    /** The time that a group without members stays, for clients that reconnect at once. */
    private static final long LINGER_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final LiveServices services;
    private final LiveGroups groups;
    private final FrameTurns turns;
    private final FrameSender sender;
    private final LiveBudget budget;
    private final Clock clock = Clock.systemUTC();
    private final Set<Subscription> all = new LinkedHashSet<>();

    /** Subscriptions without a group, until the services that decide it are present again. */
    private final Set<Subscription> homeless = new LinkedHashSet<>();

    /** Subscriptions whose principal has changed, but whose new rights could not be determined yet. */
    private final Set<Subscription> doubtful = new LinkedHashSet<>();

    private long generation = -1;

    GroupMemberships(
            LiveServices services, LiveGroups groups, LiveBudget budget, FrameTurns turns, FrameSender sender) {
        this.services = services;
        this.budget = budget;
        this.groups = groups;
        this.turns = turns;
        this.sender = sender;
    }

    public int count() {
        return all.size();
    }

    public Set<Subscription> all() {
        return all;
    }

    /** Adds a new subscription against the current schema. */
    public void join(Subscription member) {
        if (member.state == Subscription.State.ENDED) {
            return;
        }
        try {
            followGeneration();
            enter(member);
            place(member);
        } catch (LynchetException e) {
            if (!passes(e)) {
                throw e;
            }
            enter(member);
            homeless.add(member);
        }
    }

    private void enter(Subscription member) {
        if (all.add(member)) {
            budget.keep(member.caller, member.frameBytes);
        }
    }

    /**
     * Puts the subscription into the group that fits its rights and the current schema. Tries again with a later tick
     * when a service or the schema is being replaced.
     */
    private void place(Subscription member) {
        if (budget.refusal(member.caller) != null) {
            groups.removeEmpty();
        }
        LynchetException refusal = budget.refusal(member.caller);
        if (refusal != null) {
            end(member, refusal);
            return;
        }
        try {
            Entity entity = services.data().<Entity>call(data -> data.entity(member.frame.entity()));
            LiveQuery query = member.frame.against(entity, member.principal.admin());
            ReadScope scope = scope(member, entity);
            member.group = groups.of(new LiveGroup.Key(entity, scope.key(), query), scope, member.caller);
            member.group.members.add(member);
            budget.join(member.group, member.caller);
            homeless.remove(member);
            if (budget.isOverdrawn(member.caller)) {
                throw budget.tooMuchOfCaller();
            }
            turns.add(member);
        } catch (LynchetException e) {
            if (passes(e)) {
                homeless.add(member);
            } else {
                end(member, e);
            }
        }
    }

    /** Tells whether the error comes from a service or a schema that is being replaced. */
    private static boolean passes(LynchetException e) {
        return e instanceof SchemaChangedException || e.code().status() == 503;
    }

    private ReadScope scope(Subscription member, Entity entity) {
        return services.scopes().call(scopes -> scopes.scope(member.principal, entity, clock.instant()));
    }

    /** Sends the frames that waiting subscriptions can have now, in turn. */
    void answerWaiting(long processed) {
        turns.answer(processed, this::end);
    }

    /** Adapts a subscription to the rights that its principal has now. */
    public void reconsider(Subscription member) {
        if (member.state == Subscription.State.ENDED) {
            return;
        }
        member.principal = member.socket.principal();
        recharge(member);
        if (member.group == null) {
            return;
        }
        try {
            Object rights = scope(member, member.group.key.entity()).key();
            if (!rights.equals(member.group.key.rights())) {
                move(member, budget.hasRoomToSpare(0));
            }
        } catch (LynchetException e) {
            if (passes(e)) {
                doubtful.add(member);
            } else {
                end(member, e);
            }
        }
    }

    /** Charges the subscription to the caller that its principal belongs to now. */
    private void recharge(Subscription member) {
        String before = member.caller;
        member.caller = Subscription.callerOf(member.socket, member.principal);
        if (Objects.equals(before, member.caller)) {
            return;
        }
        budget.keep(before, -member.frameBytes);
        budget.keep(member.caller, member.frameBytes);
        if (member.group != null && member.group.members.contains(member)) {
            budget.leave(member.group, before);
            budget.join(member.group, member.caller);
        }
    }

    /**
     * Moves the subscription to the group that fits its rights and the current schema.
     *
     * @param keepBaseline whether there is room to keep what the client has, so that it gets a difference instead of a
     *     snapshot
     */
    private void move(Subscription member, boolean keepBaseline) {
        if (member.state == Subscription.State.LIVE) {
            member.baseline = keepBaseline ? member.group.shown() : null;
            member.everyField = member.group.scope().everyField();
            member.state = Subscription.State.WAITING;
        }
        detach(member);
        place(member);
    }

    /** Moves every subscription to a new group when the schema or the policies have changed. */
    void followGeneration() {
        long now = services.data().<AppModel>call(DataService::app).generation();
        if (now == generation) {
            return;
        }
        generation = now;
        // Old and new results exist side by side until all have been read again.
        boolean keepBaselines = budget.hasRoomToSpare(0);
        // Removed first: otherwise a group with an equal key would be found again.
        List.copyOf(groups.all()).forEach(groups::remove);
        List.copyOf(all).forEach(member -> move(member, keepBaselines));
    }

    /** Removes a subscription; sends nothing. */
    public void leave(Subscription member) {
        member.state = Subscription.State.ENDED;
        member.baseline = null;
        if (all.remove(member)) {
            budget.keep(member.caller, -member.frameBytes);
        }
        homeless.remove(member);
        doubtful.remove(member);
        detach(member);
    }

    private void detach(Subscription member) {
        // Until it has another group it is told nothing: the old one has rights that count no more.
        turns.remove(member);
        LiveGroup group = member.group;
        if (group != null && group.members.remove(member)) {
            budget.leave(group, member.caller);
            group.emptySince = System.nanoTime();
        }
    }

    private void end(Subscription member, LynchetException why) {
        leave(member);
        sender.sendEnd(member, why);
    }

    /** Ends all subscriptions of a group that can't continue, and removes the group. */
    void fail(LiveGroup group, LynchetException why) {
        List.copyOf(group.members).forEach(member -> end(member, why));
        groups.remove(group);
    }

    /**
     * Updates the charges for a group's result and ends subscriptions beyond the limits. Returns false when the group
     * is gone.
     */
    boolean settle(LiveGroup group) {
        boolean grown = budget.settle(group);
        if (grown && budget.isOverfull()) {
            groups.removeEmpty();
        }
        if (grown && budget.isOverfull()) {
            fail(group, budget.tooMuchOfAll());
        } else if (grown) {
            Set<String> overdrawn = budget.overdrawn(group);
            List.copyOf(group.members).stream()
                    .filter(member -> member.caller != null && overdrawn.contains(member.caller))
                    .forEach(member -> end(member, budget.tooMuchOfCaller()));
            if (group.members.isEmpty()) {
                groups.remove(group);
            }
        }
        return groups.has(group);
    }

    /** Removes the groups that only wait for clients that may reconnect. */
    public void removeEmpty() {
        groups.removeEmpty();
    }

    /** Does the work of each second. */
    void tick() {
        List.copyOf(homeless).forEach(this::place);
        List<Subscription> asked = List.copyOf(doubtful);
        doubtful.clear();
        asked.forEach(this::reconsider);
        for (LiveGroup group : List.copyOf(groups.all())) {
            group.forgetSnapshot();
            budget.settle(group);
            if (group.members.isEmpty()) {
                if (System.nanoTime() - group.emptySince > LINGER_NANOS) {
                    groups.remove(group);
                }
            } else if (group.scope().changesByItself()) {
                refresh(group);
            }
        }
    }

    private void refresh(LiveGroup group) {
        try {
            groups.refresh(group, scope(group.members.iterator().next(), group.key.entity()));
        } catch (LynchetException e) {
            if (!passes(e)) {
                fail(group, e);
            }
        }
    }
}
