// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.totp;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.auth.Attempts;
import io.lynchet.api.lease.Gate;
import java.time.Duration;

/**
 * How often codes may be tried.
 *
 * <p>A sign-in that waits has five tries, right ones included, and then it ends. Since whoever knows the password can begin as many sign-ins as
 * they like, codes of six digits are counted for the account, too: 10 in 15 minutes and 50 in a day, which is a chance of 1 in 6,600 a day for
 * somebody who does nothing else. That count is not forgotten after a right code, or each visit of the owner would buy the other one new tries.
 *
 * <p>This limit can keep an owner waiting, but only somebody who has shown the first factor gets to count against it, and an owner has ways
 * past it: sessions that are open stay open, and recovery codes, which nobody can guess, are not counted for the account. With either
 * of them the password can be changed, and then nobody else can try any more. What is tried by somebody who is signed in has a count of its
 * own, so that a stolen session can't stop its owner from signing in.
 */
final class TotpLimits {
    static final int TRIES_MAX = 5;
    static final int CODES_MAX = 10;
    static final int CODES_A_DAY_MAX = 50;
    static final int ENROLMENTS_MAX = 20;

    private static final Duration CODES_WINDOW = Duration.ofMinutes(15);
    private static final Duration DAY = Duration.ofDays(1);
    // Longer than sign-ins wait.
    private static final Duration SIGN_IN = Duration.ofHours(1);

    private final Gate<Attempts> attempts;

    TotpLimits(Gate<Attempts> attempts) {
        this.attempts = attempts;
    }

    /** Takes a try of a sign-in that waits, before it is looked at; false when none is left. */
    boolean tryOf(String sessionId) {
        return isTaken("totp.try", sessionId, TRIES_MAX);
    }

    /** Counts a wrong code of a sign-in that waits; false when that was the last. */
    boolean mayTryAgain(String sessionId) {
        return isTaken("totp.wrong", sessionId, TRIES_MAX - 1);
    }

    private boolean isTaken(String action, String key, int max) {
        try {
            take(action, key, max, SIGN_IN);
            return true;
        } catch (LynchetException e) {
            if (e.code() == ErrorCode.RATE_LIMITED) {
                return false;
            }
            throw e;
        }
    }

    /** Takes a code of six digits of a sign-in to this account; {@code RATE_LIMITED}. */
    void signIn(String userId) {
        codes("totp.sign_in", userId);
    }

    /** Takes a code of somebody who is signed in; {@code RATE_LIMITED}. */
    void signedIn(String userId) {
        codes("totp.signed_in", userId);
    }

    private void codes(String action, String userId) {
        take(action, userId, CODES_MAX, CODES_WINDOW);
        take(action + ".day", userId, CODES_A_DAY_MAX, DAY);
    }

    /** Takes one enrolment; {@code RATE_LIMITED}. */
    void enrol(String userId) {
        take("totp.enroll", userId, ENROLMENTS_MAX, SIGN_IN);
    }

    private void take(String action, String key, int max, Duration window) {
        attempts.call(counter -> {
            counter.take(action, key, max, window);
            return null;
        });
    }
}
