// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.password.request;

import io.lynchet.api.auth.AttemptLimiter;
import io.lynchet.api.auth.EmailAddress;
import io.lynchet.api.lease.Gate;
import java.time.Duration;

/**
 * The limits on attempts. Accounts are counted by the typed address in its comparable form, whether or not it exists.
 * So a refusal reveals nothing, and another spelling gains nothing.
 *
 * <p>Attempts to log in are counted three times: from one network address, 30 in 5 minutes; for one account from one
 * network address, 10 in 15 minutes; for one account from everywhere, 100 in an hour, against guessing by many
 * machines.
 *
 * <p>If the last limit held for everyone, any attacker could lock an owner out by guessing on. So it does not hold for
 * a network address from which the account has an open session. A signed-in owner can sign in there again at any time,
 * and all others can set a new password by mail.
 */
public final class PasswordLimits {
    private static final String LOGIN = "password.login";

    private final Gate<AttemptLimiter> attempts;

    public PasswordLimits(Gate<AttemptLimiter> attempts) {
        this.attempts = attempts;
    }

    /** Counts one attempt of this network address to log in to this account. */
    public void logIn(String email, String address) {
        take("password.login.address", address, 30, Duration.ofMinutes(5));
        take(LOGIN, pair(email, address), 10, Duration.ofMinutes(15));
    }

    /** Counts the same attempt for the account as a whole; for network addresses that the owner does not use. */
    public void logInFromElsewhere(String email) {
        take("password.login.account", EmailAddress.comparable(email), 100, Duration.ofHours(1));
    }

    /** Resets the count after a success: this network address may try as often as before. */
    public void loggedIn(String email, String address) {
        attempts.call(counter -> {
            counter.forget(LOGIN, pair(email, address));
            return null;
        });
    }

    public void register(String address) {
        take("password.register", address, 10, Duration.ofHours(1));
    }

    /** Counts a guess of the current password, against the holder of a stolen session. */
    public void change(String userId) {
        take("password.change", userId, 10, Duration.ofMinutes(15));
    }

    public void requestReset(String email, String address) {
        take("password.reset.address", address, 5, Duration.ofMinutes(15));
        take("password.reset", EmailAddress.comparable(email), 3, Duration.ofHours(1));
    }

    /**
     * Counts a reset. Tokens can't be guessed; the limit bounds the hashes that a client can make the server compute.
     */
    public void completeReset(String address) {
        take("password.reset.complete", address, 20, Duration.ofMinutes(15));
    }

    /**
     * Counts a code that proves an address. Each is worth five tries. So the number of codes keeps an attacker who has
     * registered another's address from trying them all: with 50 tries a day that takes decades. Counted by address,
     * since accounts can be made anew.
     */
    public void sendVerification(String email, String address) {
        take("email.send.address", address, 20, Duration.ofHours(1));
        take("email.send.hour", EmailAddress.comparable(email), 5, Duration.ofHours(1));
        take("email.send.day", EmailAddress.comparable(email), 10, Duration.ofDays(1));
    }

    private void take(String action, String key, int max, Duration window) {
        attempts.call(counter -> {
            counter.take(action, key, max, window);
            return null;
        });
    }

    private static String pair(String email, String address) {
        return EmailAddress.comparable(email) + ' ' + address;
    }
}
