// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.org;

import io.lynchet.api.data.Mutation;
import io.lynchet.api.schema.Entity;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What is written by each change: our rows, and the app's that follow them. Whether the change is allowed was decided before. */
final class OrgWrites {
    private final AppRows app;

    OrgWrites(AppRows app) {
        this.app = app;
    }

    /** A new organisation with its first member. */
    List<Mutation> created(OrgView view, Organisation organisation, Member owner) {
        List<Mutation> writes = new ArrayList<>(
                Turn.ofOrganisation(view.data(), organisation.id()).taken());
        writes.add(new Mutation.Insert(organisation.draft(view.entity(OrgSchema.ORGANISATIONS))));
        writes.add(new Mutation.Insert(owner.draft(view.entity(OrgSchema.MEMBERS))));
        writes.addAll(app.following(view, organisation, List.of(owner), List.of()));
        return writes;
    }

    /** A new member. */
    List<Mutation> joined(OrgState state, Member member) {
        List<Mutation> writes = new ArrayList<>(state.turn().taken());
        writes.add(new Mutation.Insert(member.draft(state.view().entity(OrgSchema.MEMBERS))));
        List<Member> members =
                Stream.concat(state.members().stream(), Stream.of(member)).toList();
        writes.addAll(app.following(state.view(), state.organisation(), members, List.of()));
        return writes;
    }

    /** A member of another role. */
    List<Mutation> changed(OrgState state, Member member) {
        List<Mutation> writes = new ArrayList<>(state.turn().taken());
        writes.add(
                new Mutation.Update(member.id(), member.draft(state.view().entity(OrgSchema.MEMBERS)), Mutation.ANY));
        writes.addAll(invitesBeyond(state, member.userId(), member.role()));
        List<Member> members = state.members().stream()
                .map(other -> other.userId().equals(member.userId()) ? member : other)
                .toList();
        writes.addAll(app.following(state.view(), state.organisation(), members, List.of()));
        return writes;
    }

    /** One member less. */
    List<Mutation> left(OrgState state, Member gone) {
        List<Mutation> writes = new ArrayList<>(state.turn().taken());
        writes.add(new Mutation.Delete(state.view().entity(OrgSchema.MEMBERS), gone.id(), Mutation.ANY));
        writes.addAll(invitesBeyond(state, gone.userId(), OrgRole.MEMBER));
        List<Member> members = state.members().stream()
                .filter(other -> !other.userId().equals(gone.userId()))
                .toList();
        writes.addAll(app.following(state.view(), state.organisation(), members, List.of(gone)));
        return writes;
    }

    /** Nothing of it any more. */
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

    static Mutation deletion(OrgView view, Invite invite) {
        return new Mutation.Delete(view.entity(OrgSchema.INVITES), invite.id(), Mutation.ANY);
    }

    /** Whoever may not invite any more could otherwise come back by an invitation that is still on its way. */
    private static List<Mutation> invitesBeyond(OrgState state, String userId, OrgRole role) {
        return state.view().invites(state.organisation().id()).stream()
                .filter(invite -> invite.invitedBy().equals(userId) && !role.rules(invite.role()))
                .map(invite -> deletion(state.view(), invite))
                .toList();
    }
}
