// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.code;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
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
 * <p>A try is counted, in the row, before it is looked at, so that of many that come at the same time no more than {@link #TRIES_MAX} are looked
 * at. A right code is used up by whoever deletes the row.
 */
final class VerifyCode implements Route {
    static final int TRIES_MAX = 5;
    static final int ATTEMPTS_MAX = 60;

    private static final Duration WINDOW = Duration.ofHours(1);
    private static final int TURNS_MAX = 50;
    private static final RouteInfo INFO = RouteInfo.of(
                    HttpMethod.POST, "/api/auth/magic/verify", "Signs in by a code that was mailed.")
            .open()
            .tagged("auth")
            .schemas("""
                    {"type":"object","required":["email","code"],"additionalProperties":false,"properties":{\
                    "email":{"type":"string","format":"email","maxLength":254},\
                    "code":{"type":"string","pattern":"^([0-9]{6}|[0-9]{10})$"}}}""", """
                    {"type":"object","required":["token","user_id","expires_at"],"properties":{\
                    "token":{"type":"string"},"user_id":{"type":"string"},\
                    "expires_at":{"type":"string","format":"date-time"}}}""");

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
            check(email, code);
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

    private void check(String email, String code) {
        if (!CodeHash.isCode(code)) {
            throw wrong();
        }
        Pending tried = takeTry(CodeRows.id(email), rows.now());
        if (!CodeHash.matches(tried, code) || !useUp(tried)) {
            throw wrong();
        }
    }

    private Pending takeTry(String id, Instant now) {
        for (int turn = 0; turn < TURNS_MAX; turn++) {
            Pending pending = rows.read(id).orElseThrow(VerifyCode::wrong);
            if (!now.isBefore(pending.expiresAt())) {
                rows.delete(pending);
                throw wrong();
            }
            if (pending.tries() >= TRIES_MAX) {
                long seconds = Math.max(1, SendCode.secondsUntilNext(pending, now));
                throw LynchetException.retryable(
                        ErrorCode.RATE_LIMITED, "Too many wrong codes; ask for a new one.", (int) seconds);
            }
            Optional<Pending> mine = rows.takeTry(pending);
            if (mine.isPresent()) {
                return mine.get();
            }
        }
        throw busy();
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
