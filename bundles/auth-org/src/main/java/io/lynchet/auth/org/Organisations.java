// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.org;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.data.Mutation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/** What can be done with organisations and their members, and who may do it. Each change is decided by rows that are unchanged when it is written. */
final class Organisations {
    private final OrgStore store;
    private final OrgWrites writes;
    private final OrgLimits limits;

    Organisations(OrgStore store, OrgWrites writes, OrgLimits limits) {
        this.store = store;
        this.writes = writes;
        this.limits = limits;
    }

    /** An organisation, and what somebody is in it; the role is null for admins. */
    record Seen(Organisation organisation, OrgRole role) {}

    /** Makes one, with this person as its owner; {@code CONFLICT} when they are in too many. */
    Organisation create(String userId, String name) {
        Instant now = store.now();
        Organisation made = new Organisation(OrgIds.random(), name, userId, now);
        store.write(view -> {
            List<Mutation> all =
                    new ArrayList<>(Turn.ofUser(view.data(), userId).taken());
            requireRoomFor(view, userId, limits);
            all.addAll(writes.created(view, made, new Member(made.id(), userId, OrgRole.OWNER, now)));
            return all;
        });
        return made;
    }

    static void requireRoomFor(OrgView view, String userId, OrgLimits limits) {
        if (view.memberships(userId).size() >= limits.ofUserMax()) {
            throw new LynchetException(
                    ErrorCode.CONFLICT,
                    "You are in " + limits.ofUserMax() + " organisations, which is the most; leave one first.");
        }
    }

    /** Those that somebody belongs to, the oldest first. */
    List<Seen> of(String userId) {
        return store.read(view -> {
            List<Member> memberships = view.memberships(userId);
            return view
                    .organisations(
                            memberships.stream().map(Member::organisationId).toList())
                    .stream()
                    .map(organisation -> new Seen(organisation, role(memberships, organisation)))
                    .toList();
        });
    }

    private static OrgRole role(List<Member> memberships, Organisation organisation) {
        return memberships.stream()
                .filter(member -> member.organisationId().equals(organisation.id()))
                .map(Member::role)
                .findFirst()
                .orElseThrow();
    }

    /** All of them, for admins; newest first. */
    List<Seen> newest(Instant before, int limit) {
        return store.read(view -> view.newest(before, limit).stream()
                .map(organisation -> new Seen(organisation, null))
                .toList());
    }

    /** {@code NOT_FOUND}. */
    Seen get(Actor by, String id) {
        return store.read(view -> {
            OrgRole role = OrgState.requireVisible(view, id, by);
            return new Seen(view.organisation(id).orElseThrow(OrgState::absent), by.admin() ? null : role);
        });
    }

    /** Who joined first comes first; {@code NOT_FOUND}. */
    List<Member> members(Actor by, String id) {
        return store.read(view -> {
            OrgState.requireVisible(view, id, by);
            return view.members(id);
        });
    }

    /** {@code NOT_FOUND}, {@code ROLE_MISSING}. */
    void delete(Actor by, String id) {
        store.write(view -> {
            OrgState state = OrgState.of(view, id, by);
            if (state.role(by) != OrgRole.OWNER) {
                throw OrgState.roleMissing("Only owners can delete an organisation.");
            }
            return writes.deleted(state);
        });
    }

    /** Whether that changed something; {@code NOT_FOUND}, {@code ROLE_MISSING}, {@code LAST_OWNER}. */
    boolean changeRole(Actor by, String id, String userId, OrgRole wanted) {
        AtomicBoolean changed = new AtomicBoolean();
        store.write(view -> {
            OrgState state = OrgState.of(view, id, by);
            Member target = requireTarget(state, by, userId);
            if (!state.role(by).rules(wanted)) {
                throw OrgState.roleMissing("Only owners can make somebody an owner.");
            }
            changed.set(target.role() != wanted);
            if (!changed.get()) {
                return List.of();
            }
            requireOwnerWithout(state, target);
            return writes.changed(state, target.with(wanted));
        });
        return changed.get();
    }

    /** Removes somebody, or lets them leave; {@code NOT_FOUND}, {@code ROLE_MISSING}, {@code LAST_OWNER}. */
    void remove(Actor by, String id, String userId) {
        store.write(view -> {
            OrgState state = OrgState.of(view, id, by);
            Member target = userId.equals(by.userId())
                    ? state.member(userId).orElseThrow(OrgState::absent)
                    : requireTarget(state, by, userId);
            requireOwnerWithout(state, target);
            return writes.left(state, target);
        });
    }

    private static Member requireTarget(OrgState state, Actor by, String userId) {
        OrgRole role = state.role(by);
        if (!role.manages()) {
            throw OrgState.roleMissing("Only owners and admins can change members.");
        }
        Member target = state.member(userId)
                .orElseThrow(() -> new LynchetException(ErrorCode.NOT_FOUND, "The organisation has no such member."));
        if (!role.rules(target.role())) {
            throw OrgState.roleMissing("Only owners can change an owner.");
        }
        return target;
    }

    private static void requireOwnerWithout(OrgState state, Member target) {
        if (target.role() == OrgRole.OWNER) {
            state.requireOwnerBesides(target);
        }
    }
}
