// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.live;

import io.lynchet.api.LynchetException;
import io.lynchet.api.data.AppModel;
import io.lynchet.api.data.DataService;
import io.lynchet.api.data.ReadScope;
import io.lynchet.api.schema.Entity;
import io.lynchet.api.schema.SchemaChangedException;
import java.time.Clock;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Which subscription belongs to which group: joins, leaves, and the moves when rights or the schema change. Confined to the engine's thread. */
final class Memberships {
    /** How long a group without members goes on, for clients that come back at once. */
    private static final long LINGER_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final Parts parts;
    private final LiveGroups groups;
    private final Answers answers;
    private final Teller teller;
    private final LiveBudget budget;
    private final Clock clock = Clock.systemUTC();
    private final Set<Subscription> all = new LinkedHashSet<>();
    private final Set<Subscription> deferred = new LinkedHashSet<>();

    /** They belong to no group until the parts are there again that tell to which. */
    private final Set<Subscription> homeless = new LinkedHashSet<>();

    /** Their principal has changed, but what that means could not be told yet. */
    private final Set<Subscription> doubtful = new LinkedHashSet<>();

    private long generation = -1;

    Memberships(Parts parts, LiveGroups groups, LiveBudget budget, Answers answers, Teller teller) {
        this.parts = parts;
        this.budget = budget;
        this.groups = groups;
        this.answers = answers;
        this.teller = teller;
    }

    int count() {
        return all.size();
    }

    Set<Subscription> all() {
        return all;
    }

    /** A new subscription, against the schema of now. */
    void join(Subscription member, long processed) {
        if (member.state == Subscription.State.ENDED) {
            return;
        }
        try {
            followGeneration();
            enter(member);
            place(member, processed);
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

    /** Puts the subscription into the group that fits its rights and the schema of now; later, when that can't be told now. */
    private void place(Subscription member, long processed) {
        if (budget.refusal(member.caller) != null) {
            groups.removeEmpty();
        }
        LynchetException refusal = budget.refusal(member.caller);
        if (refusal != null) {
            end(member, refusal);
            return;
        }
        try {
            Entity entity = parts.data().<Entity>call(data -> data.entity(member.frame.entity()));
            LiveQuery query = member.frame.against(entity, member.principal.admin());
            ReadScope scope = scope(member, entity);
            member.group = groups.of(new LiveGroup.Key(entity, scope.key(), query), scope, member.caller);
            member.group.members.add(member);
            budget.join(member.group, member.caller);
            homeless.remove(member);
            if (budget.isOverdrawn(member.caller)) {
                throw budget.tooMuchOfCaller();
            }
            answer(member, processed);
        } catch (LynchetException e) {
            if (passes(e)) {
                homeless.add(member);
            } else {
                end(member, e);
            }
        }
    }

    /** Whether it is about a part or a schema that is being replaced. */
    private static boolean passes(LynchetException e) {
        return e instanceof SchemaChangedException || e.code().status() == 503;
    }

    private ReadScope scope(Subscription member, Entity entity) {
        return parts.scopes().call(scopes -> scopes.scope(member.principal, entity, clock.instant()));
    }

    /** Answers all that wait for the group. */
    void answer(LiveGroup group, long processed) {
        for (Subscription member : List.copyOf(group.members)) {
            answer(member, processed);
        }
    }

    /** Answers one that waits, unless its group has to be read first. */
    void answer(Subscription member, long processed) {
        LiveGroup group = member.group;
        if (member.state != Subscription.State.WAITING || !group.isReady() || group.isReading()) {
            return;
        }
        if (answers.answer(member, processed)) {
            deferred.remove(member);
        } else {
            deferred.add(member);
        }
    }

    void answerDeferred(long processed) {
        if (!deferred.isEmpty()) {
            List.copyOf(deferred).forEach(member -> answer(member, processed));
        }
    }

    /** The principal of a subscription has other rights than before. */
    void reconsider(Subscription member, long processed) {
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
                move(member, processed, budget.hasRoomToSpare(0));
            }
        } catch (LynchetException e) {
            if (passes(e)) {
                doubtful.add(member);
            } else {
                end(member, e);
            }
        }
    }

    /** Somebody else may be charged for it from now on. */
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

    /** @param keepBaseline whether there is room to keep what the client has, so that it need not get all of it again */
    private void move(Subscription member, long processed, boolean keepBaseline) {
        if (member.state == Subscription.State.LIVE) {
            member.baseline = keepBaseline ? member.group.shown() : null;
            member.everyField = member.group.scope().everyField();
            member.state = Subscription.State.WAITING;
        }
        detach(member);
        place(member, processed);
    }

    /** The schema or the policies have changed: everything is understood anew. */
    void followGeneration() {
        long now = parts.data().<AppModel>call(DataService::app).generation();
        if (now == generation) {
            return;
        }
        generation = now;
        // Until all is read anew there are the old results and the new ones.
        boolean keepBaselines = budget.hasRoomToSpare(0);
        // Taken away first: a group of the same key would otherwise be found again.
        List.copyOf(groups.all()).forEach(groups::remove);
        List.copyOf(all).forEach(member -> move(member, -1, keepBaselines));
    }

    /** Takes a subscription away, silently. */
    void leave(Subscription member) {
        member.state = Subscription.State.ENDED;
        member.baseline = null;
        if (all.remove(member)) {
            budget.keep(member.caller, -member.frameBytes);
        }
        deferred.remove(member);
        homeless.remove(member);
        doubtful.remove(member);
        detach(member);
    }

    private void detach(Subscription member) {
        LiveGroup group = member.group;
        if (group != null && group.members.remove(member)) {
            budget.leave(group, member.caller);
            group.emptySince = System.nanoTime();
        }
    }

    private void end(Subscription member, LynchetException why) {
        leave(member);
        teller.tellEnd(member, why);
    }

    /** Ends all subscriptions of a group that can't go on. */
    void fail(LiveGroup group, LynchetException why) {
        List.copyOf(group.members).forEach(member -> end(member, why));
        groups.remove(group);
    }

    /** Takes account of what has become of a result, and ends what is too much. False when the group is gone. */
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

    /** Lets results go that only wait for clients who may come back. */
    void removeEmpty() {
        groups.removeEmpty();
    }

    /** What is done once a second. */
    void tick(long processed) {
        List.copyOf(homeless).forEach(member -> place(member, processed));
        List<Subscription> asked = List.copyOf(doubtful);
        doubtful.clear();
        asked.forEach(member -> reconsider(member, processed));
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
