// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.orgs.store;

import io.lynchet.api.data.Mutation;
import io.lynchet.api.schema.Entity;
import io.lynchet.orgs.model.Invitation;
import io.lynchet.orgs.model.OrgMember;
import io.lynchet.orgs.model.OrgRole;
import io.lynchet.orgs.model.OrgSchema;
import io.lynchet.orgs.model.OrgVersionGuard;
import io.lynchet.orgs.model.Organisation;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The writes of each change: our rows, and the app's that follow them. The change was allowed before. */
public final class OrgWrites {
    private final AppOrgRows app;

    public OrgWrites(AppOrgRows app) {
        this.app = app;
    }

    /** Returns the writes of a new organisation with its first member. */
    List<Mutation> created(OrgView view, Organisation organisation, OrgMember owner) {
        List<Mutation> writes = new ArrayList<>(
                OrgVersionGuard.ofOrganisation(view.data(), organisation.id()).taken());
        writes.add(new Mutation.Insert(organisation.draft(view.entity(OrgSchema.ORGANISATIONS))));
        writes.add(new Mutation.Insert(owner.draft(view.entity(OrgSchema.MEMBERS))));
        writes.addAll(app.following(view, organisation, List.of(owner), List.of()));
        return writes;
    }

    /** Returns the writes of a new member. */
    public List<Mutation> joined(OrgState state, OrgMember member) {
        List<Mutation> writes = new ArrayList<>(state.turn().taken());
        writes.add(new Mutation.Insert(member.draft(state.view().entity(OrgSchema.MEMBERS))));
        List<OrgMember> members =
                Stream.concat(state.members().stream(), Stream.of(member)).toList();
        writes.addAll(app.following(state.view(), state.organisation(), members, List.of()));
        return writes;
    }

    /** Returns the writes of a member's new role. */
    List<Mutation> changed(OrgState state, OrgMember member) {
        List<Mutation> writes = new ArrayList<>(state.turn().taken());
        writes.add(
                new Mutation.Update(member.id(), member.draft(state.view().entity(OrgSchema.MEMBERS)), Mutation.ANY));
        writes.addAll(invitesBeyond(state, member.userId(), member.role()));
        List<OrgMember> members = state.members().stream()
                .map(other -> other.userId().equals(member.userId()) ? member : other)
                .toList();
        writes.addAll(app.following(state.view(), state.organisation(), members, List.of()));
        return writes;
    }

    /** Returns the writes of a member who leaves. */
    List<Mutation> left(OrgState state, OrgMember gone) {
        List<Mutation> writes = new ArrayList<>(state.turn().taken());
        writes.add(new Mutation.Delete(state.view().entity(OrgSchema.MEMBERS), gone.id(), Mutation.ANY));
        writes.addAll(invitesBeyond(state, gone.userId(), OrgRole.MEMBER));
        List<OrgMember> members = state.members().stream()
                .filter(other -> !other.userId().equals(gone.userId()))
                .toList();
        writes.addAll(app.following(state.view(), state.organisation(), members, List.of(gone)));
        return writes;
    }

    /** Returns the writes that delete an organisation. */
    List<Mutation> deleted(OrgState state) {
        OrgView view = state.view();
        String id = state.organisation().id();
        List<Mutation> writes = new ArrayList<>(state.turn().ended());
        view.invites(id).forEach(invite -> writes.add(deletion(view, invite)));
        Entity members = view.entity(OrgSchema.MEMBERS);
        state.members().forEach(member -> writes.add(new Mutation.Delete(members, member.id(), Mutation.ANY)));
        writes.add(new Mutation.Delete(view.entity(OrgSchema.ORGANISATIONS), id, Mutation.ANY));
        writes.addAll(app.deleted(view, state.organisation(), state.members()));
        return writes;
    }

    public static Mutation deletion(OrgView view, Invitation invite) {
        return new Mutation.Delete(view.entity(OrgSchema.INVITES), invite.id(), Mutation.ANY);
    }

    /**
     * Returns deletions of a member's invitations to roles that the member may no longer invite to. Otherwise the
     * member could come back by one of them.
     */
    private static List<Mutation> invitesBeyond(OrgState state, String userId, OrgRole role) {
        return state.view().invites(state.organisation().id()).stream()
                .filter(invite -> invite.invitedBy().equals(userId) && !role.rules(invite.role()))
                .map(invite -> deletion(state.view(), invite))
                .toList();
    }
}
