// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.org;

import io.lynchet.api.auth.AccountRecords;
import io.lynchet.api.data.DataService;
import io.lynchet.api.data.Mutation;
import io.lynchet.api.row.Draft;
import java.util.ArrayList;
import java.util.List;

/** What goes with an account: its memberships, its invitations, and the organisations that nobody else is in. */
final class OrgRecords implements AccountRecords {
    private final OrgWrites writes;
    private final AppRows app;

    OrgRecords(OrgWrites writes, AppRows app) {
        this.writes = writes;
        this.app = app;
    }

    @Override
    public List<Mutation> credentials(DataService data, String userId) {
        return List.of();
    }

    @Override
    public List<Mutation> others(DataService data, String userId) {
        OrgView view = new OrgView(data);
        // An organisation that is made or joined meanwhile takes this turn, too, and one of the two fails.
        List<Mutation> all = new ArrayList<>(Turn.ofUser(data, userId).ended());
        for (Member membership : view.memberships(userId)) {
            OrgState state = OrgState.of(view, membership.organisationId());
            state.member(userId).ifPresent(member -> all.addAll(leaving(state, member)));
        }
        all.addAll(creations(view, userId));
        return all;
    }

    private List<Mutation> leaving(OrgState state, Member member) {
        if (state.members().size() == 1) {
            return writes.deleted(state);
        }
        if (member.role() == OrgRole.OWNER) {
            state.requireOwnerBesides(member);
        }
        return writes.left(state, member);
    }

    /** The organisations stay that somebody else is in; only who made them is forgotten. */
    private List<Mutation> creations(OrgView view, String userId) {
        List<Mutation> all = new ArrayList<>();
        for (Organisation made : view.madeBy(userId)) {
            List<Member> others = view.members(made.id()).stream()
                    .filter(member -> !member.userId().equals(userId))
                    .toList();
            if (!others.isEmpty()) {
                Draft forgotten = new Draft(view.entity(OrgSchema.ORGANISATIONS)).set(OrgSchema.CREATED_BY, null);
                all.add(new Mutation.Update(made.id(), forgotten, Mutation.ANY));
                all.addAll(app.creatorGone(view, made, others));
            }
        }
        return all;
    }
}
