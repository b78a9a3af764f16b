// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.orgs.store;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.orgs.model.OrgActor;
import io.lynchet.orgs.model.OrgMember;
import io.lynchet.orgs.model.OrgRole;
import io.lynchet.orgs.model.OrgVersionGuard;
import io.lynchet.orgs.model.Organisation;
import java.util.List;
import java.util.Optional;

/**
 * An organisation as it was read for a change.
 *
 * @param turn the guard that the change takes, so that it succeeds only while all this still holds
 * @param members in the order in which they joined
 */
public record OrgState(OrgView view, OrgVersionGuard turn, Organisation organisation, List<OrgMember> members) {
    /**
     * Returns the state for a member or an admin. Fails with {@code NOT_FOUND} for all others, whether or not it
     * exists.
     */
    public static OrgState of(OrgView view, String id, OrgActor by) {
        OrgVersionGuard turn = OrgVersionGuard.ofOrganisation(view.data(), id);
        requireVisible(view, id, by);
        return of(view, id, turn);
    }

    /** Returns the state for any caller. Fails with {@code NOT_FOUND}. */
    public static OrgState of(OrgView view, String id) {
        return of(view, id, OrgVersionGuard.ofOrganisation(view.data(), id));
    }

    private static OrgState of(OrgView view, String id, OrgVersionGuard turn) {
        Organisation organisation = view.organisation(id).orElseThrow(OrgState::absent);
        return new OrgState(view, turn, organisation, view.members(id));
    }

    /**
     * Returns the caller's role, or owner for an admin. Fails with {@code NOT_FOUND} for all others. An organisation of
     * others takes the same reads as a missing one, so that the time reveals nothing.
     */
    public static OrgRole requireVisible(OrgView view, String id, OrgActor by) {
        Optional<OrgRole> role = by.admin()
                ? view.organisation(id).map(organisation -> OrgRole.OWNER)
                : view.member(id, by.userId()).map(OrgMember::role);
        return role.orElseThrow(OrgState::absent);
    }

    public static LynchetException absent() {
        return new LynchetException(ErrorCode.NOT_FOUND, "The organisation does not exist.");
    }

    public static LynchetException roleMissing(String why) {
        return new LynchetException(ErrorCode.ROLE_MISSING, why);
    }

    public OrgRole role(OrgActor by) {
        return by.admin()
                ? OrgRole.OWNER
                : member(by.userId()).map(OrgMember::role).orElseThrow(OrgState::absent);
    }

    public Optional<OrgMember> member(String userId) {
        return members.stream().filter(member -> member.userId().equals(userId)).findFirst();
    }

    /** Fails with {@code LAST_OWNER} when this member is the only owner. */
    void requireOwnerBesides(OrgMember member) {
        boolean last = members.stream()
                .noneMatch(other ->
                        other.role() == OrgRole.OWNER && !other.userId().equals(member.userId()));
        if (last) {
            throw new LynchetException(
                    ErrorCode.LAST_OWNER,
                    "The organisation " + organisation.id()
                            + " has no other owner; make another member an owner first, or delete it.");
        }
    }
}
