// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.orgs.invite;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.auth.Account;
import io.lynchet.api.auth.EmailAddress;
import io.lynchet.api.data.Mutation;
import io.lynchet.orgs.model.Invitation;
import io.lynchet.orgs.model.OrgActor;
import io.lynchet.orgs.model.OrgIds;
import io.lynchet.orgs.model.OrgLimits;
import io.lynchet.orgs.model.OrgMember;
import io.lynchet.orgs.model.OrgRole;
import io.lynchet.orgs.model.OrgSchema;
import io.lynchet.orgs.model.OrgVersionGuard;
import io.lynchet.orgs.store.OrgState;
import io.lynchet.orgs.store.OrgStore;
import io.lynchet.orgs.store.OrgView;
import io.lynchet.orgs.store.OrgWrites;
import io.lynchet.orgs.store.Organisations;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** The invitations into organisations: to an address, for a role, valid once and for a limited time. */
public final class Invitations {
    static final Duration LIFE = Duration.ofDays(7);

    private static final int SHOWN_CHARS = 6;

    private final OrgStore store;
    private final OrgWrites writes;
    private final OrgLimits limits;

    public Invitations(OrgStore store, OrgWrites writes, OrgLimits limits) {
        this.store = store;
        this.writes = writes;
        this.limits = limits;
    }

    /**
     * Returns the name of an organisation into which this person may invite for that role. Fails with {@code NOT_FOUND}
     * or {@code ROLE_MISSING}.
     */
    String requireInviter(OrgActor by, String id, OrgRole role) {
        return store.read(view -> {
            requireRule(OrgState.requireVisible(view, id, by), role);
            return view.organisation(id).orElseThrow(OrgState::absent).name();
        });
    }

    private static void requireRule(OrgRole own, OrgRole role) {
        if (!own.manages()) {
            throw OrgState.roleMissing("Only owners and admins can manage invitations.");
        }
        if (!own.rules(role)) {
            throw OrgState.roleMissing("Only owners can manage invitations of owners.");
        }
    }

    /**
     * Invites an address; an earlier invitation of it becomes invalid. Fails with:
     *
     * <ul>
     *   <li>{@code NOT_FOUND}, {@code ROLE_MISSING};
     *   <li>{@code CONFLICT} when the address is a member's, or when too many invitations are open.
     * </ul>
     *
     * @param holder the account with this verified address, if there is one
     */
    Invitation invite(OrgActor by, String id, String email, OrgRole role, String token, Optional<Account> holder) {
        Instant now = store.now();
        Invitation made = new Invitation(
                OrgIds.digest(token),
                id,
                email,
                role,
                token.substring(0, SHOWN_CHARS),
                by.userId(),
                now,
                now.plus(LIFE));
        store.write(view -> {
            OrgState state = OrgState.of(view, id, by);
            requireRule(state.role(by), role);
            if (holder.flatMap(account -> state.member(account.id())).isPresent()) {
                throw new LynchetException(ErrorCode.CONFLICT, "The user with this address is a member already.");
            }
            List<Mutation> all = new ArrayList<>(state.turn().taken());
            all.addAll(makingRoom(state, by, email, now));
            all.add(new Mutation.Insert(made.draft(view.entity(OrgSchema.INVITES))));
            return all;
        });
        return made;
    }

    /** Returns deletions of expired invitations and of those that the new one replaces. */
    private List<Mutation> makingRoom(OrgState state, OrgActor by, String email, Instant now) {
        List<Mutation> deletions = new ArrayList<>();
        int open = 0;
        for (Invitation other : state.view().invites(state.organisation().id())) {
            boolean replaced = other.isOpen(now) && other.email().equals(email);
            if (replaced) {
                requireRule(state.role(by), other.role());
            }
            if (replaced || !other.isOpen(now)) {
                deletions.add(OrgWrites.deletion(state.view(), other));
            } else {
                open++;
            }
        }
        if (open >= limits.invitesMax()) {
            throw new LynchetException(
                    ErrorCode.CONFLICT,
                    "There are " + limits.invitesMax() + " open invitations, the most allowed; withdraw one first.");
        }
        return deletions;
    }

    /** Returns the open invitations, oldest first. Fails with {@code NOT_FOUND} or {@code ROLE_MISSING}. */
    List<Invitation> open(OrgActor by, String id) {
        Instant now = store.now();
        return store.read(view -> {
            requireRule(OrgState.requireVisible(view, id, by), OrgRole.MEMBER);
            return view.invites(id).stream()
                    .filter(invite -> invite.isOpen(now))
                    .toList();
        });
    }

    /** Withdraws an invitation. Fails with {@code NOT_FOUND} or {@code ROLE_MISSING}. */
    Invitation withdraw(OrgActor by, String id, String inviteId) {
        AtomicReference<Invitation> withdrawn = new AtomicReference<>();
        store.write(view -> {
            OrgState state = OrgState.of(view, id, by);
            requireRule(state.role(by), OrgRole.MEMBER);
            Invitation invite = view.invite(inviteId)
                    .filter(found -> found.organisationId().equals(id))
                    .orElseThrow(() ->
                            new LynchetException(ErrorCode.NOT_FOUND, "The organisation has no such invitation."));
            requireRule(state.role(by), invite.role());
            withdrawn.set(invite);
            List<Mutation> all = new ArrayList<>(state.turn().taken());
            all.add(OrgWrites.deletion(view, invite));
            return all;
        });
        return withdrawn.get();
    }

    /**
     * Makes an account a member by the token of an invitation, which is used up. Fails with:
     *
     * <ul>
     *   <li>{@code NOT_FOUND} when the invitation is unknown, used or expired;
     *   <li>{@code WRONG_EMAIL}, {@code EMAIL_NOT_VERIFIED} when it is not for this account;
     *   <li>{@code CONFLICT} when the account is a member already, or there are too many members or organisations.
     * </ul>
     */
    OrgMember accept(Account account, String token) {
        Instant now = store.now();
        AtomicReference<OrgMember> joined = new AtomicReference<>();
        store.write(view -> {
            List<Mutation> all = new ArrayList<>(
                    OrgVersionGuard.ofUser(view.data(), account.id()).taken());
            Invitation invite = open(view, token, now);
            requireAddress(account, invite);
            OrgState state = OrgState.of(view, invite.organisationId());
            if (state.member(account.id()).isPresent()) {
                // Perhaps by this invitation, after it was read; then it is gone.
                open(view, token, now);
                throw new LynchetException(ErrorCode.CONFLICT, "You are a member already.");
            }
            requireRoom(state);
            Organisations.requireRoomFor(view, account.id(), limits);
            OrgMember member = new OrgMember(invite.organisationId(), account.id(), invite.role(), now);
            joined.set(member);
            all.add(OrgWrites.deletion(view, invite));
            all.addAll(writes.joined(state, member));
            return all;
        });
        return joined.get();
    }

    private static Invitation open(OrgView view, String token, Instant now) {
        return view.invite(OrgIds.digest(token))
                .filter(found -> found.isOpen(now))
                .orElseThrow(() -> new LynchetException(
                        ErrorCode.NOT_FOUND,
                        "The invitation does not exist; it may be used, withdrawn, replaced or expired."));
    }

    private static void requireAddress(Account account, Invitation invite) {
        if (account.email() == null || !invite.email().equals(EmailAddress.comparable(account.email()))) {
            throw new LynchetException(
                    ErrorCode.WRONG_EMAIL, "The invitation was sent to an address that is not yours.");
        }
        if (!account.emailVerified()) {
            throw new LynchetException(
                    ErrorCode.EMAIL_NOT_VERIFIED,
                    "The invitation was sent to your address, but the address is not verified yet. Verify it first.");
        }
    }

    private void requireRoom(OrgState state) {
        if (state.members().size() >= limits.membersMax()) {
            throw new LynchetException(
                    ErrorCode.CONFLICT, "The organisation has " + limits.membersMax() + " members, the most allowed.");
        }
    }
}
