// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.code;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.auth.Sessions;
import io.lynchet.api.auth.SignedIn;
import io.lynchet.api.data.SystemRows;
import io.lynchet.api.http.HttpMethod;
import io.lynchet.api.http.Request;
import io.lynchet.api.http.Response;
import io.lynchet.api.http.Route;
import io.lynchet.api.http.RouteInfo;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * {@code POST /api/auth/magic/verify}: takes a code and opens a session.
 *
 * <p>A try is counted, in the row, before it is looked at, so that of many that come at the same time no more than there may be are looked at. A
 * right code is used up by whoever deletes the row.
 *
 * <p>Wrong tries use up what their caller may try, not the code: five for each network address. All callers together have {@link #OTHERS_MAX} tries
 * at a code, and then the address from which it was asked for still has {@value #CALLER_MAX}: strangers, however many, can't take the code from
 * its owner. The price is that a code is worth up to {@link #TRIES_MAX} guesses instead of five. Guesses at an address are bounded all the same: five are
 * paid for with each code of six digits, and each further five count as one more such code ({@link SendCode#takeOfDay}). So there are at most 20
 * x 5 a day, and the 35 that the last of these codes has left: 135 in a million, or an even chance after 14 years of asking every day, with
 * twenty mails a day that tell the owner. Of the codes of ten digits that come then, 40 guesses each are nothing.
 */
final class VerifyCode implements Route {
    static final int CALLER_MAX = 5;
    static final int OTHERS_MAX = 35;
    static final int TRIES_MAX = OTHERS_MAX + CALLER_MAX;
    static final int ATTEMPTS_MAX = 60;

    private static final Duration WINDOW = Duration.ofHours(1);
    private static final int TURNS_MAX = 50;
    private static final RouteInfo INFO = RouteInfo.of(
                    HttpMethod.POST, "/api/auth/magic/verify", "Signs in by a code that was mailed.")
            .open()
            .tagged("auth")
            .sending(Sessions.COOKIE)
            .schemas("""
                    {"type":"object","required":["email","code"],"additionalProperties":false,"properties":{\
                    "email":{"type":"string","format":"email","maxLength":254},\
                    "code":{"type":"string","pattern":"^([0-9]{6}|[0-9]{10})$"}}}""", Sessions.ANSWER);

    private final Parts parts;
    private final CodeRows rows;
    private final ProvenAddress proven;

    VerifyCode(Parts parts, Clock clock) {
        this.parts = parts;
        this.rows = new CodeRows(new SystemRows(parts.data(), clock));
        this.proven = new ProvenAddress(parts);
    }

    @Override
    public RouteInfo info() {
        return INFO;
    }

    @Override
    public Response handle(Request request) {
        CodeBody body = CodeBody.read(request.body(), Set.of("email", "code"));
        String email = body.email();
        String code = body.code();
        // Not forgotten after a success: an account of one's own would buy tries at those of others.
        parts.attempts().call(attempts -> {
            attempts.take("magic.verify", request.remoteAddress(), ATTEMPTS_MAX, WINDOW);
            return null;
        });
        try {
            check(email, code, request.remoteAddress());
        } catch (LynchetException e) {
            if (e.code() == ErrorCode.INVALID_CODE || e.code() == ErrorCode.RATE_LIMITED) {
                parts.record("sign_in_failed", null, request, "magic: " + e.code() + " for " + email);
            }
            throw e;
        }
        String userId = proven.account(email, request);
        SignedIn signedIn = parts.sessions().call(sessions -> sessions.open(userId, CodeMethod.NAME, request));
        return parts.sessions().call(sessions -> sessions.answer(200, signedIn, "", request));
    }

    private void check(String email, String code, String caller) {
        if (!CodeHash.isCode(code)) {
            throw wrong();
        }
        Pending tried = takeTry(CodeRows.id(email), caller, rows.now());
        payFor(tried, email);
        if (!CodeHash.matches(tried, code) || !useUp(tried)) {
            throw wrong();
        }
    }

    // A code was sent for five tries; whoever needs more uses up the short codes of the day.
    private void payFor(Pending tried, String email) {
        if (tried.tries() > CALLER_MAX && tried.tries() % CALLER_MAX == 1) {
            SendCode.takeOfHour(parts, email);
            SendCode.takeOfDay(parts, email);
        }
    }

    private Pending takeTry(String id, String caller, Instant now) {
        for (int turn = 0; turn < TURNS_MAX; turn++) {
            Pending pending = rows.read(id).orElseThrow(VerifyCode::wrong);
            if (!now.isBefore(pending.expiresAt())) {
                rows.delete(pending);
                throw wrong();
            }
            boolean asked = caller.equals(pending.askedFrom());
            if (pending.tries() >= (asked ? TRIES_MAX : OTHERS_MAX)) {
                throw tooMany(pending, now);
            }
            if (turn == 0) {
                takeOfCaller(pending, caller, now);
            }
            Optional<Pending> mine = rows.takeTry(pending);
            if (mine.isPresent()) {
                return mine.get();
            }
        }
        throw busy();
    }

    private void takeOfCaller(Pending pending, String caller, Instant now) {
        try {
            parts.attempts().call(attempts -> {
                attempts.take("magic.try " + pending.salt(), caller, CALLER_MAX, SendCode.LIFE);
                return null;
            });
        } catch (LynchetException e) {
            throw e.code() == ErrorCode.RATE_LIMITED ? tooMany(pending, now) : e;
        }
    }

    private static LynchetException tooMany(Pending pending, Instant now) {
        long seconds = Math.max(1, SendCode.secondsUntilNext(pending, now));
        return LynchetException.retryable(
                ErrorCode.RATE_LIMITED, "Too many wrong codes; ask for a new one.", (int) seconds);
    }

    // Another try may have been counted since, which takes nothing away from a code that is right.
    private boolean useUp(Pending tried) {
        Optional<Pending> now = Optional.of(tried);
        for (int turn = 0; turn < TURNS_MAX; turn++) {
            if (now.isEmpty() || !now.get().sameSending(tried)) {
                return false;
            }
            if (rows.delete(now.get())) {
                return true;
            }
            now = rows.read(tried.id());
        }
        throw busy();
    }

    private static LynchetException wrong() {
        return new LynchetException(ErrorCode.INVALID_CODE, "The code is wrong, used up or expired.");
    }

    private static LynchetException busy() {
        return LynchetException.retryable(ErrorCode.UNAVAILABLE, "The code could not be checked right now.", 1);
    }
}
