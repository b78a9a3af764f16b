// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.password;

import io.lynchet.api.auth.Attempts;
import io.lynchet.api.auth.EmailAddress;
import io.lynchet.api.lease.Gate;
import java.time.Duration;

/**
 * How often things may be tried. Accounts are counted by the address that was typed, in its comparable form, whether it exists or not, so that a
 * refusal tells nothing and another spelling buys nothing.
 *
 * <p>Attempts to log in are counted three times. From one network address: 30 in 5 minutes. For one account from one network address: 10 in
 * 15 minutes. For one account from everywhere: 100 in an hour, against guessing by many machines. If that last limit held for everybody,
 * anybody could lock an owner out by guessing on; so it does not hold for a network address from which the account has an open session. An
 * owner who is signed in somewhere can sign in there again at any time, and all others can set a new password by mail.
 */
final class PasswordLimits {
    private static final String LOGIN = "password.login";

    private final Gate<Attempts> attempts;

    PasswordLimits(Gate<Attempts> attempts) {
        this.attempts = attempts;
    }

    /** One attempt of this machine to log in to this account. */
    void logIn(String email, String address) {
        take("password.login.address", address, 30, Duration.ofMinutes(5));
        take(LOGIN, pair(email, address), 10, Duration.ofMinutes(15));
    }

    /** The same attempt, counted for the account as a whole; for machines that the owner does not use. */
    void logInFromElsewhere(String email) {
        take("password.login.account", EmailAddress.comparable(email), 100, Duration.ofHours(1));
    }

    /** The owner was there: this machine may try as often as before. */
    void loggedIn(String email, String address) {
        attempts.call(counter -> {
            counter.forget(LOGIN, pair(email, address));
            return null;
        });
    }

    void register(String address) {
        take("password.register", address, 10, Duration.ofHours(1));
    }

    /** Guesses of the current password by somebody who has got hold of a session. */
    void change(String userId) {
        take("password.change", userId, 10, Duration.ofMinutes(15));
    }

    void requestReset(String email, String address) {
        take("password.reset.address", address, 5, Duration.ofMinutes(15));
        take("password.reset", EmailAddress.comparable(email), 3, Duration.ofHours(1));
    }

    /** Tokens can't be guessed; this keeps somebody from making the server compute hashes for nothing. */
    void completeReset(String address) {
        take("password.reset.complete", address, 20, Duration.ofMinutes(15));
    }

    /**
     * A code that proves an address. Each is worth five tries, so it is the number of codes that keeps whoever has registered a foreign address
     * from trying them all: with 50 tries a day that takes decades. Counted by address, since accounts can be made anew.
     */
    void sendVerification(String email, String address) {
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
