// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.totp.verify;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.auth.AttemptLimiter;
import io.lynchet.api.lease.Gate;
import java.time.Duration;

/**
 * The limits on tries of codes.
 *
 * <p>A waiting sign-in has five tries, right ones included, and then it ends. An attacker with the password can begin
 * any number of sign-ins. So codes of six digits count for the account, too: 10 in 15 minutes and 50 in a day. That is
 * a chance of 1 in 6,600 per day of trying. A right code does not reset this count; otherwise each visit of the owner
 * would give the attacker new tries.
 *
 * <p>This limit can make an owner wait, but only tries behind the first factor count against it, and an owner has ways
 * around it. Open sessions stay open, and recovery codes, which can't be guessed, do not count for the account. With
 * either of them the password can be changed, which ends the attacker's tries. Tries of signed-in users have a count of
 * their own, so that a stolen session can't stop its owner from signing in.
 */
public final class TotpLimits {
    public static final int TRIES_MAX = 5;
    public static final int CODES_MAX = 10;
    public static final int CODES_A_DAY_MAX = 50;
    public static final int ENROLMENTS_MAX = 20;

    private static final Duration CODES_WINDOW = Duration.ofMinutes(15);
    private static final Duration DAY = Duration.ofDays(1);
    // Longer than sign-ins wait.
    private static final Duration SIGN_IN = Duration.ofHours(1);

    private final Gate<AttemptLimiter> attempts;

    public TotpLimits(Gate<AttemptLimiter> attempts) {
        this.attempts = attempts;
    }

    /** Counts a try of a waiting sign-in before the check. Returns false when none is left. */
    boolean tryOf(String sessionId) {
        return isTaken("totp.try", sessionId, TRIES_MAX);
    }

    /** Counts a wrong code of a waiting sign-in. Returns false when that was the last try. */
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

    /** Counts a code of six digits of a sign-in to this account. Fails with {@code RATE_LIMITED}. */
    void signIn(String userId) {
        codes("totp.sign_in", userId);
    }

    /** Counts a code of a signed-in user. Fails with {@code RATE_LIMITED}. */
    public void signedIn(String userId) {
        codes("totp.signed_in", userId);
    }

    private void codes(String action, String userId) {
        take(action, userId, CODES_MAX, CODES_WINDOW);
        take(action + ".day", userId, CODES_A_DAY_MAX, DAY);
    }

    /** Counts an enrolment. Fails with {@code RATE_LIMITED}. */
    public void enrol(String userId) {
        take("totp.enroll", userId, ENROLMENTS_MAX, SIGN_IN);
    }

    private void take(String action, String key, int max, Duration window) {
        attempts.call(counter -> {
            counter.take(action, key, max, window);
            return null;
        });
    }
}
