// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.orgs.store;

import io.lynchet.api.auth.AccountRecords;
import io.lynchet.api.data.DataService;
import io.lynchet.api.data.Mutation;
import io.lynchet.api.row.Draft;
import io.lynchet.orgs.model.OrgMember;
import io.lynchet.orgs.model.OrgRole;
import io.lynchet.orgs.model.OrgSchema;
import io.lynchet.orgs.model.OrgVersionGuard;
import io.lynchet.orgs.model.Organisation;
import java.util.ArrayList;
import java.util.List;

/**
 * The data that is deleted with an account: its memberships, its invitations, and the organisations of which it is the
 * only member. Fails with {@code LAST_OWNER} when it is the only owner of an organisation with other members.
 */
public final class AccountOrgRecords implements AccountRecords {
    private final OrgWrites writes;
    private final AppOrgRows app;

    public AccountOrgRecords(OrgWrites writes, AppOrgRows app) {
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
        // An organisation that is created or joined meanwhile takes this guard, too, and one of the two fails.
        List<Mutation> all =
                new ArrayList<>(OrgVersionGuard.ofUser(data, userId).ended());
        for (OrgMember membership : view.memberships(userId)) {
            OrgState state = OrgState.of(view, membership.organisationId());
            state.member(userId).ifPresent(member -> all.addAll(leaving(state, member)));
        }
        all.addAll(creations(view, userId));
        return all;
    }

    private List<Mutation> leaving(OrgState state, OrgMember member) {
        if (state.members().size() == 1) {
            return writes.deleted(state);
        }
        if (member.role() == OrgRole.OWNER) {
            state.requireOwnerBesides(member);
        }
        return writes.left(state, member);
    }

    /** Organisations with other members stay; only their creator is cleared. */
    private List<Mutation> creations(OrgView view, String userId) {
        List<Mutation> all = new ArrayList<>();
        for (Organisation made : view.madeBy(userId)) {
            List<OrgMember> others = view.members(made.id()).stream()
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
