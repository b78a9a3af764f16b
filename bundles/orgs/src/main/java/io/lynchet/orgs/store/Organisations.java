// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.orgs.store;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.data.Mutation;
import io.lynchet.orgs.model.OrgActor;
import io.lynchet.orgs.model.OrgIds;
import io.lynchet.orgs.model.OrgLimits;
import io.lynchet.orgs.model.OrgMember;
import io.lynchet.orgs.model.OrgRole;
import io.lynchet.orgs.model.OrgVersionGuard;
import io.lynchet.orgs.model.Organisation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The operations on organisations and their members, with their permissions. Each change is decided by rows that are
 * unchanged when it is written.
 */
public final class Organisations {
    private final OrgStore store;
    private final OrgWrites writes;
    private final OrgLimits limits;

    public Organisations(OrgStore store, OrgWrites writes, OrgLimits limits) {
        this.store = store;
        this.writes = writes;
        this.limits = limits;
    }

    /** An organisation, and the role of a user in it; the role is null for admins. */
    public record Seen(Organisation organisation, OrgRole role) {}

    /**
     * Creates an organisation with this user as its owner. Fails with {@code CONFLICT} when the user is in too many.
     */
    public Organisation create(String userId, String name) {
        Instant now = store.now();
        Organisation made = new Organisation(OrgIds.random(), name, userId, now);
        store.write(view -> {
            List<Mutation> all =
                    new ArrayList<>(OrgVersionGuard.ofUser(view.data(), userId).taken());
            requireRoomFor(view, userId, limits);
            all.addAll(writes.created(view, made, new OrgMember(made.id(), userId, OrgRole.OWNER, now)));
            return all;
        });
        return made;
    }

    public static void requireRoomFor(OrgView view, String userId, OrgLimits limits) {
        if (view.memberships(userId).size() >= limits.ofUserMax()) {
            throw new LynchetException(
                    ErrorCode.CONFLICT,
                    "You are in " + limits.ofUserMax() + " organisations, the most allowed; leave one first.");
        }
    }

    /** Returns the organisations of a user, oldest first. */
    public List<Seen> of(String userId) {
        return store.read(view -> {
            List<OrgMember> memberships = view.memberships(userId);
            return view
                    .organisations(
                            memberships.stream().map(OrgMember::organisationId).toList())
                    .stream()
                    .map(organisation -> new Seen(organisation, role(memberships, organisation)))
                    .toList();
        });
    }

    private static OrgRole role(List<OrgMember> memberships, Organisation organisation) {
        return memberships.stream()
                .filter(member -> member.organisationId().equals(organisation.id()))
                .map(OrgMember::role)
                .findFirst()
                .orElseThrow();
    }

    /** Returns all organisations, for admins; newest first. */
    public List<Seen> newest(Instant before, int limit) {
        return store.read(view -> view.newest(before, limit).stream()
                .map(organisation -> new Seen(organisation, null))
                .toList());
    }

    /** Returns an organisation. Fails with {@code NOT_FOUND}. */
    public Seen get(OrgActor by, String id) {
        return store.read(view -> {
            OrgRole role = OrgState.requireVisible(view, id, by);
            return new Seen(view.organisation(id).orElseThrow(OrgState::absent), by.admin() ? null : role);
        });
    }

    /** Returns the members in the order in which they joined. Fails with {@code NOT_FOUND}. */
    public List<OrgMember> members(OrgActor by, String id) {
        return store.read(view -> {
            OrgState.requireVisible(view, id, by);
            return view.members(id);
        });
    }

    /** Deletes an organisation. Fails with {@code NOT_FOUND} or {@code ROLE_MISSING}. */
    public void delete(OrgActor by, String id) {
        store.write(view -> {
            OrgState state = OrgState.of(view, id, by);
            if (state.role(by) != OrgRole.OWNER) {
                throw OrgState.roleMissing("Only owners can delete an organisation.");
            }
            return writes.deleted(state);
        });
    }

    /**
     * Changes a role. Returns whether that changed something. Fails with {@code NOT_FOUND}, {@code ROLE_MISSING} or
     * {@code LAST_OWNER}.
     */
    public boolean changeRole(OrgActor by, String id, String userId, OrgRole wanted) {
        AtomicBoolean changed = new AtomicBoolean();
        store.write(view -> {
            OrgState state = OrgState.of(view, id, by);
            OrgMember target = requireTarget(state, by, userId);
            if (!state.role(by).rules(wanted)) {
                throw OrgState.roleMissing("Only owners can make a member an owner.");
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

    /**
     * Removes a member, or lets them leave. Fails with {@code NOT_FOUND}, {@code ROLE_MISSING} or {@code LAST_OWNER}.
     */
    public void remove(OrgActor by, String id, String userId) {
        store.write(view -> {
            OrgState state = OrgState.of(view, id, by);
            OrgMember target = userId.equals(by.userId())
                    ? state.member(userId).orElseThrow(OrgState::absent)
                    : requireTarget(state, by, userId);
            requireOwnerWithout(state, target);
            return writes.left(state, target);
        });
    }

    private static OrgMember requireTarget(OrgState state, OrgActor by, String userId) {
        OrgRole role = state.role(by);
        if (!role.manages()) {
            throw OrgState.roleMissing("Only owners and admins can change members.");
        }
        OrgMember target = state.member(userId)
                .orElseThrow(() -> new LynchetException(ErrorCode.NOT_FOUND, "The organisation has no such member."));
        if (!role.rules(target.role())) {
            throw OrgState.roleMissing("Only owners can change an owner.");
        }
        return target;
    }

    private static void requireOwnerWithout(OrgState state, OrgMember target) {
        if (target.role() == OrgRole.OWNER) {
            state.requireOwnerBesides(target);
        }
    }
}
