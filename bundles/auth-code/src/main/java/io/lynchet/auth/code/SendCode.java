// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.code;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.data.SystemRows;
import io.lynchet.api.http.HttpMethod;
import io.lynchet.api.http.OwnOrigin;
import io.lynchet.api.http.Request;
import io.lynchet.api.http.Response;
import io.lynchet.api.http.Route;
import io.lynchet.api.http.RouteInfo;
import io.lynchet.json.JsonWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code POST /api/auth/magic/send}: mails a code. Never asks whether there is an account, so that neither the answer nor the time it takes can
 * tell.
 */
final class SendCode implements Route {
    static final String PATH = "/api/auth/magic/send";
    static final Duration LIFE = Duration.ofMinutes(10);
    static final Duration PAUSE = Duration.ofSeconds(60);
    static final int SENDINGS_MAX = 20;

    /** Codes of six digits for one address; what is beyond gets ten. */
    static final int SHORT_AN_HOUR_MAX = 5;

    static final int SHORT_A_DAY_MAX = 20;

    private static final Logger LOG = LoggerFactory.getLogger(SendCode.class);
    private static final Duration WINDOW = Duration.ofHours(1);
    private static final Duration DAY = Duration.ofDays(1);
    // More than there can be changes of one row between two sendings, so only a store gone mad gets there.
    private static final int TURNS_MAX = 10;
    private static final RouteInfo INFO = RouteInfo.of(
                    HttpMethod.POST, PATH, "Mails a code with which one can sign in.")
            .open()
            .tagged("auth")
            .failing(ErrorCode.MAIL_NOT_CONFIGURED, ErrorCode.MAIL_FAILED, ErrorCode.RECIPIENT_REFUSED)
            .schemas("""
                    {"type":"object","required":["email"],"additionalProperties":false,"properties":{\
                    "email":{"type":"string","format":"email","maxLength":254}}}""", """
                    {"type":"object","required":["sent","email"],"properties":{"sent":{"const":true},\
                    "email":{"type":"string"},\
                    "dev_code":{"type":"string","description":"The code; in development only, for own pages."}}}""");

    private final Parts parts;
    private final CodeRows rows;
    private final boolean dev;
    private final CodeHash hash = new CodeHash();

    /** @param dev whether codes may be shown to whoever asks */
    SendCode(Parts parts, Clock clock, boolean dev) {
        this.parts = parts;
        this.rows = new CodeRows(new SystemRows(parts.data(), clock));
        this.dev = dev;
    }

    @Override
    public RouteInfo info() {
        return INFO;
    }

    @Override
    public Response handle(Request request) {
        String email = CodeBody.read(request.body(), Set.of("email")).email();
        boolean mail = parts.mailer().isBound();
        if (!mail && !dev) {
            throw new LynchetException(
                    ErrorCode.MAIL_NOT_CONFIGURED, "No code can be sent: this server has no mail server.");
        }
        parts.attempts().call(attempts -> {
            attempts.take("magic.send", request.remoteAddress(), SENDINGS_MAX, WINDOW);
            return null;
        });
        Instant now = rows.now();
        String code = hash.newCode(digits(email));
        Pending pending = store(email, code, request.remoteAddress(), now);
        if (mail) {
            send(email, code, pending);
        }
        if (dev) {
            LOG.warn("This is development: the code for {} is {}.", email, code);
        }
        parts.record("code_sent", null, request, "magic: " + email);
        return answer(email, dev && OwnOrigin.sent(request) ? code : null);
    }

    /**
     * Anybody may ask for codes for any address, and each is worth tries. Refusing them would lock the owner out; so beyond a few they get too long
     * to be guessed. {@link VerifyCode} says how many guesses that leaves.
     */
    private int digits(String email) {
        return takeOfHour(parts, email) && takeOfDay(parts, email) ? CodeHash.SHORT : CodeHash.LONG;
    }

    /** One short code for this address in this hour, or as many tries as one is worth; false when there were enough. */
    static boolean takeOfHour(Parts parts, String email) {
        return take(parts, "magic.short.hour", email, SHORT_AN_HOUR_MAX, WINDOW);
    }

    /** The same for this day. */
    static boolean takeOfDay(Parts parts, String email) {
        return take(parts, "magic.short.day", email, SHORT_A_DAY_MAX, DAY);
    }

    private static boolean take(Parts parts, String action, String email, int max, Duration window) {
        try {
            parts.attempts().call(attempts -> {
                attempts.take(action, email, max, window);
                return null;
            });
            return true;
        } catch (LynchetException e) {
            if (e.code() != ErrorCode.RATE_LIMITED) {
                throw e;
            }
            return false;
        }
    }

    private Pending store(String email, String code, String askedFrom, Instant now) {
        String id = CodeRows.id(email);
        // First, since a failure after the new row is there would leave it without a mail.
        rows.prune(now);
        for (int turn = 0; turn < TURNS_MAX; turn++) {
            Optional<Pending> before = rows.read(id);
            before.ifPresent(sent -> checkPause(sent, now));
            String salt = hash.newSalt();
            Pending wanted = new Pending(id, 0, CodeHash.of(salt, id, code), salt, 0, askedFrom, now, now.plus(LIFE));
            Optional<Pending> stored = rows.replace(before, wanted);
            if (stored.isPresent()) {
                return stored.get();
            }
        }
        throw LynchetException.retryable(ErrorCode.UNAVAILABLE, "The code could not be stored right now.", 1);
    }

    private static void checkPause(Pending sent, Instant now) {
        long seconds = secondsUntilNext(sent, now);
        if (seconds > 0) {
            throw LynchetException.retryable(
                    ErrorCode.RATE_LIMITED, "A code was sent to this address less than a minute ago.", (int) seconds);
        }
    }

    /** How long no new code is sent to the address; 0 for now. Never more than the pause, also when the clock was set back. */
    static long secondsUntilNext(Pending sent, Instant now) {
        Duration left = Duration.between(now, sent.sentAt().plus(PAUSE));
        long seconds = left.isNegative() ? 0 : left.plusNanos(999_999_999).toSeconds();
        return Math.min(seconds, PAUSE.toSeconds());
    }

    // A code that nobody got is taken back, so that its owner can ask again at once.
    private void send(String email, String code, Pending pending) {
        String app = parts.data().call(service -> service.app().manifest().name());
        try {
            parts.mailer().call(mailer -> {
                mailer.send(CodeMail.of(app, email, code, LIFE.toMinutes()));
                return null;
            });
        } catch (RuntimeException e) {
            takeBack(pending);
            throw e;
        }
    }

    private void takeBack(Pending pending) {
        try {
            rows.delete(pending);
        } catch (LynchetException e) {
            LOG.warn("A code that could not be mailed stays until it expires: {}", e.getMessage());
        }
    }

    private static Response answer(String email, String shownCode) {
        JsonWriter json = new JsonWriter(128).beginObject();
        json.name("sent").value(true).name("email").value(email);
        if (shownCode != null) {
            json.name("dev_code").value(shownCode);
        }
        return Response.json(200, json.endObject().toBytes());
    }
}
