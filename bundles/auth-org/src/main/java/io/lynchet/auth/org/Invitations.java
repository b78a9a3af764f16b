// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.org;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.auth.Account;
import io.lynchet.api.auth.EmailAddress;
import io.lynchet.api.data.Mutation;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** Invitations into organisations: to an address, for a role, good once and for a while. */
final class Invitations {
    static final Duration LIFE = Duration.ofDays(7);

    private static final int SHOWN_CHARS = 6;

    private final OrgStore store;
    private final OrgWrites writes;
    private final OrgLimits limits;

    Invitations(OrgStore store, OrgWrites writes, OrgLimits limits) {
        this.store = store;
        this.writes = writes;
        this.limits = limits;
    }

    /** The name of an organisation into which this person may invite somebody for that role; {@code NOT_FOUND}, {@code ROLE_MISSING}. */
    String requireInviter(Actor by, String id, OrgRole role) {
        return store.read(view -> {
            requireRule(OrgState.requireVisible(view, id, by), role);
            return view.organisation(id).orElseThrow(OrgState::absent).name();
        });
    }

    private static void requireRule(OrgRole own, OrgRole role) {
        if (!own.manages()) {
            throw OrgState.roleMissing("Only owners and admins have to do with invitations.");
        }
        if (!own.rules(role)) {
            throw OrgState.roleMissing("Only owners have to do with invitations of owners.");
        }
    }

    /**
     * Invites an address; an earlier invitation of it loses its worth. {@code NOT_FOUND}, {@code ROLE_MISSING}, and {@code CONFLICT} when it
     * is that of a member, or too many are invited.
     *
     * @param holder whose verified address it is, if anybody's
     */
    Invite invite(Actor by, String id, String email, OrgRole role, String token, Optional<Account> holder) {
        Instant now = store.now();
        Invite made = new Invite(
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
                throw new LynchetException(ErrorCode.CONFLICT, "Whoever has this address is a member already.");
            }
            List<Mutation> all = new ArrayList<>(state.turn().taken());
            all.addAll(makingRoom(state, by, email, now));
            all.add(new Mutation.Insert(made.draft(view.entity(OrgSchema.INVITES))));
            return all;
        });
        return made;
    }

    /** Deletions of what has expired and of what the new one replaces. */
    private List<Mutation> makingRoom(OrgState state, Actor by, String email, Instant now) {
        List<Mutation> deletions = new ArrayList<>();
        int open = 0;
        for (Invite other : state.view().invites(state.organisation().id())) {
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
                    "There are " + limits.invitesMax() + " open invitations, which is the most; withdraw one first.");
        }
        return deletions;
    }

    /** The open ones, oldest first; {@code NOT_FOUND}, {@code ROLE_MISSING}. */
    List<Invite> open(Actor by, String id) {
        Instant now = store.now();
        return store.read(view -> {
            requireRule(OrgState.requireVisible(view, id, by), OrgRole.MEMBER);
            return view.invites(id).stream()
                    .filter(invite -> invite.isOpen(now))
                    .toList();
        });
    }

    /** Withdraws one; {@code NOT_FOUND}, {@code ROLE_MISSING}. */
    Invite withdraw(Actor by, String id, String inviteId) {
        AtomicReference<Invite> withdrawn = new AtomicReference<>();
        store.write(view -> {
            OrgState state = OrgState.of(view, id, by);
            requireRule(state.role(by), OrgRole.MEMBER);
            Invite invite = view.invite(inviteId)
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
     * Makes somebody a member by the token of an invitation, which is used up by that. {@code NOT_FOUND} when it is none, used or expired,
     * {@code WRONG_EMAIL} and {@code EMAIL_NOT_VERIFIED} when it is not theirs, {@code CONFLICT} when they are a member already, or there are too
     * many members or organisations.
     */
    Member accept(Account account, String token) {
        Instant now = store.now();
        AtomicReference<Member> joined = new AtomicReference<>();
        store.write(view -> {
            List<Mutation> all =
                    new ArrayList<>(Turn.ofUser(view.data(), account.id()).taken());
            Invite invite = open(view, token, now);
            requireAddress(account, invite);
            OrgState state = OrgState.of(view, invite.organisationId());
            if (state.member(account.id()).isPresent()) {
                // Perhaps by this invitation, after it was read; then it is gone.
                open(view, token, now);
                throw new LynchetException(ErrorCode.CONFLICT, "You are a member already.");
            }
            requireRoom(state);
            Organisations.requireRoomFor(view, account.id(), limits);
            Member member = new Member(invite.organisationId(), account.id(), invite.role(), now);
            joined.set(member);
            all.add(OrgWrites.deletion(view, invite));
            all.addAll(writes.joined(state, member));
            return all;
        });
        return joined.get();
    }

    private static Invite open(OrgView view, String token, Instant now) {
        return view.invite(OrgIds.digest(token))
                .filter(found -> found.isOpen(now))
                .orElseThrow(() -> new LynchetException(
                        ErrorCode.NOT_FOUND,
                        "There is no such invitation; it may have been used, withdrawn or replaced, or have expired."));
    }

    private static void requireAddress(Account account, Invite invite) {
        if (account.email() == null || !invite.email().equals(EmailAddress.comparable(account.email()))) {
            throw new LynchetException(
                    ErrorCode.WRONG_EMAIL, "The invitation was sent to an address that is not yours.");
        }
        if (!account.emailVerified()) {
            throw new LynchetException(
                    ErrorCode.EMAIL_NOT_VERIFIED,
                    "The invitation was sent to your address, but you have not proven yet that mail to it reaches you.");
        }
    }

    private void requireRoom(OrgState state) {
        if (state.members().size() >= limits.membersMax()) {
            throw new LynchetException(
                    ErrorCode.CONFLICT, "The organisation has " + limits.membersMax() + " members, which is the most.");
        }
    }
}
