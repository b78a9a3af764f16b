// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.code;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.auth.Sessions;
import io.lynchet.api.auth.SignedIn;
import io.lynchet.api.http.HttpMethod;
import io.lynchet.api.http.Request;
import io.lynchet.api.http.Response;
import io.lynchet.api.http.Route;
import io.lynchet.api.http.RouteInfo;
import io.lynchet.system.rows.SystemRows;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * {@code POST /api/auth/magic/verify}: takes a code and opens a session.
 *
 * <p>A try is counted in the row before the code is compared. So of many tries at the same time, no more than allowed
 * are compared. The request that deletes the row uses the code up.
 *
 * <p>Wrong tries count for their caller, not for the code: five per network address. All callers together have
 * {@link #OTHERS_MAX} tries at a code. The address that requested it then still has {@value #CALLER_MAX}, so strangers
 * can't take the code from its owner. The price is that a code is worth up to {@link #TRIES_MAX} guesses instead of
 * five.
 *
 * <p>Guesses at one email address are bounded all the same. Each code of six digits pays for five, and each further
 * five count as one more such code ({@link SendCode#takeOfDay}). So there are at most 20 x 5 a day, and the 35 that the
 * last of these codes has left: 135 in a million. That is an even chance after 14 years of asking every day, with
 * twenty mails a day that warn the owner. Against the codes of ten digits that follow, 40 guesses each have no chance.
 */
final class VerifyCode implements Route {
    static final int CALLER_MAX = 5;
    static final int OTHERS_MAX = 35;
    static final int TRIES_MAX = OTHERS_MAX + CALLER_MAX;
    static final int ATTEMPTS_MAX = 60;

    private static final Duration WINDOW = Duration.ofHours(1);
    private static final int TURNS_MAX = 50;
    private static final RouteInfo INFO = RouteInfo.of(
                    HttpMethod.POST, "/api/auth/magic/verify", "Signs in with a mailed code.")
            .open()
            .tagged("auth")
            .sending(Sessions.COOKIE)
            .schemas("""
                    {"type":"object","required":["email","code"],"additionalProperties":false,"properties":{\
                    "email":{"type":"string","format":"email","maxLength":254},\
                    "code":{"type":"string","pattern":"^([0-9]{6}|[0-9]{10})$"}}}""", Sessions.ANSWER);

    private final CodeServices services;
    private final CodeRows rows;
    private final EmailAccountResolver resolver;

    VerifyCode(CodeServices services, Clock clock) {
        this.services = services;
        this.rows = new CodeRows(new SystemRows(services.data(), clock));
        this.resolver = new EmailAccountResolver(services);
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
        // Not reset after a success: otherwise an own account would buy tries at those of others.
        services.attempts().call(attempts -> {
            attempts.take("magic.verify", request.remoteAddress(), ATTEMPTS_MAX, WINDOW);
            return null;
        });
        try {
            check(email, code, request.remoteAddress());
        } catch (LynchetException e) {
            if (e.code() == ErrorCode.INVALID_CODE || e.code() == ErrorCode.RATE_LIMITED) {
                services.record("sign_in_failed", null, request, "magic: " + e.code() + " for " + email);
            }
            throw e;
        }
        String userId = resolver.account(email, request);
        SignedIn signedIn = services.sessions().call(sessions -> sessions.open(userId, CodeMethod.NAME, request));
        return services.sessions().call(sessions -> sessions.answer(200, signedIn, "", request));
    }

    private void check(String email, String code, String caller) {
        if (!CodeHash.isCode(code)) {
            throw wrong();
        }
        PendingCode tried = takeTry(CodeRows.id(email), caller, rows.now());
        payFor(tried, email);
        if (!CodeHash.matches(tried, code) || !useUp(tried)) {
            throw wrong();
        }
    }

    // A code pays for five tries; further ones use up the short codes of the day.
    private void payFor(PendingCode tried, String email) {
        if (tried.tries() > CALLER_MAX && tried.tries() % CALLER_MAX == 1) {
            SendCode.takeOfHour(services, email);
            SendCode.takeOfDay(services, email);
        }
    }

    private PendingCode takeTry(String id, String caller, Instant now) {
        for (int turn = 0; turn < TURNS_MAX; turn++) {
            PendingCode pending = rows.read(id).orElseThrow(VerifyCode::wrong);
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
            Optional<PendingCode> mine = rows.takeTry(pending);
            if (mine.isPresent()) {
                return mine.get();
            }
        }
        throw busy();
    }

    private void takeOfCaller(PendingCode pending, String caller, Instant now) {
        try {
            services.attempts().call(attempts -> {
                attempts.take("magic.try " + pending.salt(), caller, CALLER_MAX, SendCode.LIFE);
                return null;
            });
        } catch (LynchetException e) {
            throw e.code() == ErrorCode.RATE_LIMITED ? tooMany(pending, now) : e;
        }
    }

    private static LynchetException tooMany(PendingCode pending, Instant now) {
        long seconds = Math.max(1, SendCode.secondsUntilNext(pending, now));
        return LynchetException.retryable(
                ErrorCode.RATE_LIMITED, "Too many wrong codes; ask for a new one.", (int) seconds);
    }

    // Another try may have been counted meanwhile; a right code stays right.
    private boolean useUp(PendingCode tried) {
        Optional<PendingCode> now = Optional.of(tried);
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
        return LynchetException.retryable(ErrorCode.UNAVAILABLE, "The server could not check the code; try again.", 1);
    }
}
