// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.testkit.auth;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.auth.Account;
import io.lynchet.api.auth.Accounts;
import io.lynchet.api.auth.EmailAddress;
import io.lynchet.api.auth.NewAccount;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Consumer;

/** Accounts in memory, with ids that count up. Thread-safe. */
public final class FakeAccounts implements Accounts {
    /** The time at which all accounts are created. */
    public static final Instant CREATED_AT = Instant.parse("2026-01-01T00:00:00Z");

    private static final int EMAIL_CHARS_MAX = 254;

    private final Map<String, Account> accounts = new LinkedHashMap<>();
    private final Map<Link, String> links = new LinkedHashMap<>();
    private final Map<String, String> secondFactors = new LinkedHashMap<>();
    private Consumer<String> ending = userId -> {};
    private BiPredicate<String, String> sessionIsOpen = (userId, sessionId) -> true;
    private RuntimeException failure;
    private int made;

    /** A method's identity. */
    public record Link(String method, String subject) {}

    /** Returns all accounts in the order of their creation. */
    public synchronized List<Account> all() {
        return List.copyOf(accounts.values());
    }

    /** Returns all links with the account of each. */
    public synchronized Map<Link, String> links() {
        return Map.copyOf(links);
    }

    /** Adds an account with this address, no name and no roles. */
    public Account add(String email, boolean emailVerified) {
        return create(new NewAccount(email, emailVerified, null, null));
    }

    /** Adds a guest, which {@link Accounts} itself can't. */
    public synchronized Account addGuest() {
        return put(new Account(nextId(), null, false, null, null, Set.of(), true, CREATED_AT));
    }

    /** Replaces the account with the same id. */
    public synchronized Account put(Account account) {
        accounts.put(account.id(), account);
        return account;
    }

    /** Makes every call fail with this exception from now on; null ends that. */
    public synchronized void failWith(RuntimeException newFailure) {
        failure = newFailure;
    }

    /**
     * Sets the receiver of ids of accounts whose credentials must end: when the account is deleted, and when an
     * unproven address is verified. The real service ends them in the same commit, by the account's sessions and the
     * mutations of {@link io.lynchet.api.auth.AccountRecords}.
     */
    public synchronized void endCredentials(Consumer<String> newEnding) {
        ending = newEnding;
    }

    /** Sets the check of user and session before an address is confirmed. Without it, every session counts as open. */
    public synchronized void checkSessions(BiPredicate<String, String> newSessionIsOpen) {
        sessionIsOpen = newSessionIsOpen;
    }

    @Override
    public synchronized Optional<Account> byId(String userId) {
        check();
        return Optional.ofNullable(accounts.get(userId));
    }

    @Override
    public synchronized Optional<Account> byEmail(String email) {
        check();
        String wanted = lower(email);
        return accounts.values().stream()
                .filter(account -> wanted.equals(account.email()))
                .findFirst();
    }

    @Override
    public synchronized Optional<Account> byLink(String method, String subject) {
        check();
        return Optional.ofNullable(links.get(new Link(method, subject))).map(accounts::get);
    }

    @Override
    public synchronized Account create(NewAccount wanted) {
        check();
        String email = wanted.email() == null ? null : lower(wanted.email());
        if (email != null) {
            checkFree(email, null);
        }
        return put(new Account(
                nextId(),
                email,
                wanted.emailVerified(),
                wanted.displayName(),
                wanted.avatarUrl(),
                Set.of(),
                false,
                CREATED_AT));
    }

    @Override
    public synchronized void link(String userId, String method, String subject) {
        check();
        existing(userId);
        String before = links.putIfAbsent(new Link(method, subject), userId);
        if (before != null && !before.equals(userId)) {
            throw new LynchetException(ErrorCode.CONFLICT, "The identity belongs to another account.");
        }
    }

    @Override
    public synchronized void emailVerified(String userId, String email) {
        check();
        Account old = existing(userId);
        String address = lower(email);
        checkFree(address, userId);
        if (!old.emailVerified()) {
            links.values().removeIf(userId::equals);
            ending.accept(userId);
        }
        proven(old, address);
    }

    @Override
    public synchronized void emailConfirmed(String userId, String sessionId, String email) {
        check();
        Account old = existing(userId);
        String address = lower(email);
        if (!sessionIsOpen.test(userId, sessionId)) {
            throw new LynchetException(ErrorCode.SESSION_EXPIRED, "The session has ended.");
        }
        checkFree(address, userId);
        proven(old, address);
    }

    private void proven(Account old, String address) {
        put(new Account(
                old.id(),
                address,
                true,
                old.displayName(),
                old.avatarUrl(),
                old.roles(),
                old.guest(),
                old.createdAt()));
    }

    @Override
    public synchronized List<Account> newest(Instant before, int limit) {
        check();
        List<Account> newest = new ArrayList<>(accounts.values());
        Collections.reverse(newest);
        return newest.stream()
                .filter(account -> before == null || account.createdAt().isBefore(before))
                .limit(limit)
                .toList();
    }

    @Override
    public synchronized void secondFactor(String userId, String method) {
        check();
        existing(userId);
        if (method == null) {
            secondFactors.remove(userId);
        } else {
            secondFactors.put(userId, method);
        }
    }

    /** Returns the account's second factor, or null. */
    public synchronized String secondFactor(String userId) {
        return secondFactors.get(userId);
    }

    @Override
    public synchronized void roles(String userId, Set<String> roles) {
        check();
        Account old = existing(userId);
        put(new Account(
                userId,
                old.email(),
                old.emailVerified(),
                old.displayName(),
                old.avatarUrl(),
                roles,
                old.guest(),
                old.createdAt()));
    }

    @Override
    public synchronized void delete(String userId) {
        check();
        if (accounts.containsKey(userId)) {
            ending.accept(userId);
        }
        accounts.remove(userId);
        links.values().removeIf(userId::equals);
    }

    private void check() {
        if (failure != null) {
            throw failure;
        }
    }

    private Account existing(String userId) {
        Account account = accounts.get(userId);
        if (account == null) {
            throw new LynchetException(ErrorCode.NOT_FOUND, "There is no such account.");
        }
        return account;
    }

    private void checkFree(String email, String exceptId) {
        boolean plain = email.chars().allMatch(c -> c > ' ' && c != 0x7f);
        if (!plain || email.length() > EMAIL_CHARS_MAX || email.indexOf('@') < 1 || email.endsWith("@")) {
            throw new LynchetException(ErrorCode.INVALID_EMAIL, "That is no email address.");
        }
        if (accounts.values().stream()
                .anyMatch(account ->
                        email.equals(account.email()) && !account.id().equals(exceptId))) {
            throw new LynchetException(ErrorCode.EMAIL_TAKEN, "Another account has this address.");
        }
    }

    private String nextId() {
        return String.format(Locale.ROOT, "%040x", ++made);
    }

    private static String lower(String email) {
        return EmailAddress.comparable(email);
    }
}
