// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.org;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import java.util.List;
import java.util.Optional;

/**
 * An organisation as it was read for a change.
 *
 * @param turn taken by the change, so that it only succeeds while all this is still true
 * @param members who joined first comes first
 */
record OrgState(OrgView view, Turn turn, Organisation organisation, List<Member> members) {
    /** For somebody who belongs to it, or an admin; for all others {@code NOT_FOUND}, whether it exists or not. */
    static OrgState of(OrgView view, String id, Actor by) {
        Turn turn = Turn.ofOrganisation(view.data(), id);
        requireVisible(view, id, by);
        return of(view, id, turn);
    }

    /** Whoever asks; {@code NOT_FOUND}. */
    static OrgState of(OrgView view, String id) {
        return of(view, id, Turn.ofOrganisation(view.data(), id));
    }

    private static OrgState of(OrgView view, String id, Turn turn) {
        Organisation organisation = view.organisation(id).orElseThrow(OrgState::absent);
        return new OrgState(view, turn, organisation, view.members(id));
    }

    /**
     * What somebody is in it. For an organisation of others the same is read as for one that does not exist, so that the time does not tell.
     */
    static OrgRole requireVisible(OrgView view, String id, Actor by) {
        Optional<OrgRole> role = by.admin()
                ? view.organisation(id).map(organisation -> OrgRole.OWNER)
                : view.member(id, by.userId()).map(Member::role);
        return role.orElseThrow(OrgState::absent);
    }

    static LynchetException absent() {
        return new LynchetException(ErrorCode.NOT_FOUND, "There is no such organisation.");
    }

    static LynchetException roleMissing(String why) {
        return new LynchetException(ErrorCode.ROLE_MISSING, why);
    }

    OrgRole role(Actor by) {
        return by.admin()
                ? OrgRole.OWNER
                : member(by.userId()).map(Member::role).orElseThrow(OrgState::absent);
    }

    Optional<Member> member(String userId) {
        return members.stream().filter(member -> member.userId().equals(userId)).findFirst();
    }

    /** {@code LAST_OWNER} when there would be none without this member. */
    void requireOwnerBesides(Member member) {
        boolean last = members.stream()
                .noneMatch(other ->
                        other.role() == OrgRole.OWNER && !other.userId().equals(member.userId()));
        if (last) {
            throw new LynchetException(
                    ErrorCode.LAST_OWNER,
                    "The organisation " + organisation.id()
                            + " has no other owner; make somebody one first, or delete it.");
        }
    }
}
