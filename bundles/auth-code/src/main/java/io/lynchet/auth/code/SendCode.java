// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.code;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.http.HttpMethod;
import io.lynchet.api.http.OwnOrigin;
import io.lynchet.api.http.Request;
import io.lynchet.api.http.Response;
import io.lynchet.api.http.Route;
import io.lynchet.api.http.RouteInfo;
import io.lynchet.json.JsonWriter;
import io.lynchet.system.rows.SystemRows;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code POST /api/auth/magic/send}: mails a code. The route never looks for an account, so neither the response nor
 * its time tells whether there is one.
 */
final class SendCode implements Route {
    static final String PATH = "/api/auth/magic/send";
    static final Duration LIFE = Duration.ofMinutes(10);
    static final Duration PAUSE = Duration.ofSeconds(60);
    static final int SENDINGS_MAX = 20;

    /** The most short codes for one address in an hour; those beyond have ten digits. */
    static final int SHORT_AN_HOUR_MAX = 5;

    static final int SHORT_A_DAY_MAX = 20;

    private static final Logger LOG = LoggerFactory.getLogger(SendCode.class);
    private static final Duration WINDOW = Duration.ofHours(1);
    private static final Duration DAY = Duration.ofDays(1);
    // More than one row can change between two sendings; only a misbehaving store reaches it.
    private static final int TURNS_MAX = 10;
    private static final RouteInfo INFO = RouteInfo.of(HttpMethod.POST, PATH, "Mails a code for signing in.")
            .open()
            .tagged("auth")
            .failing(ErrorCode.MAIL_NOT_CONFIGURED, ErrorCode.MAIL_FAILED, ErrorCode.RECIPIENT_REFUSED)
            .schemas("""
                    {"type":"object","required":["email"],"additionalProperties":false,"properties":{\
                    "email":{"type":"string","format":"email","maxLength":254}}}""", """
                    {"type":"object","required":["sent","email"],"properties":{"sent":{"const":true},\
                    "email":{"type":"string"},\
                    "dev_code":{"type":"string","description":"The code, in development only."}}}""");

    private final CodeServices services;
    private final CodeRows rows;
    private final boolean dev;
    private final CodeHash hash = new CodeHash();

    /**
     * Creates the route.
     *
     * @param dev whether the response shows the code to pages of this server
     */
    SendCode(CodeServices services, Clock clock, boolean dev) {
        this.services = services;
        this.rows = new CodeRows(new SystemRows(services.data(), clock));
        this.dev = dev;
    }

    @Override
    public RouteInfo info() {
        return INFO;
    }

    @Override
    public Response handle(Request request) {
        String email = CodeBody.read(request.body(), Set.of("email")).email();
        boolean mail = services.mailer().isBound();
        if (!mail && !dev) {
            throw new LynchetException(
                    ErrorCode.MAIL_NOT_CONFIGURED, "The server can't send a code: no mail server is configured.");
        }
        services.attempts().call(attempts -> {
            attempts.take("magic.send", request.remoteAddress(), SENDINGS_MAX, WINDOW);
            return null;
        });
        Instant now = rows.now();
        String code = hash.newCode(digits(email));
        PendingCode pending = store(email, code, request.remoteAddress(), now);
        if (mail) {
            send(email, code, pending);
        }
        if (dev) {
            LOG.warn("Development mode: the code for {} is {}.", email, code);
        }
        services.record("code_sent", null, request, "magic: " + email);
        return answer(email, dev && OwnOrigin.sent(request) ? code : null);
    }

    /**
     * Returns the number of digits of the next code. Any client may request codes for any address, and each is worth
     * tries. Refusing them would lock the owner out, so beyond a limit codes get too long to be guessed.
     * {@link VerifyCode} says how many guesses remain.
     */
    private int digits(String email) {
        return takeOfHour(services, email) && takeOfDay(services, email) ? CodeHash.SHORT : CodeHash.LONG;
    }

    /** Counts one short code for this address in this hour, or the tries of one. Returns false beyond the limit. */
    static boolean takeOfHour(CodeServices services, String email) {
        return take(services, "magic.short.hour", email, SHORT_AN_HOUR_MAX, WINDOW);
    }

    /** Counts one short code for this address on this day, or the tries of one. Returns false beyond the limit. */
    static boolean takeOfDay(CodeServices services, String email) {
        return take(services, "magic.short.day", email, SHORT_A_DAY_MAX, DAY);
    }

    private static boolean take(CodeServices services, String action, String email, int max, Duration window) {
        try {
            services.attempts().call(attempts -> {
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

    private PendingCode store(String email, String code, String askedFrom, Instant now) {
        String id = CodeRows.id(email);
        // Before the new row is stored: a failure afterwards would leave it without a mail.
        rows.prune(now);
        for (int turn = 0; turn < TURNS_MAX; turn++) {
            Optional<PendingCode> before = rows.read(id);
            before.ifPresent(sent -> checkPause(sent, now));
            String salt = hash.newSalt();
            PendingCode wanted =
                    new PendingCode(id, 0, CodeHash.of(salt, id, code), salt, 0, askedFrom, now, now.plus(LIFE));
            Optional<PendingCode> stored = rows.replace(before, wanted);
            if (stored.isPresent()) {
                return stored.get();
            }
        }
        throw LynchetException.retryable(ErrorCode.UNAVAILABLE, "The server could not store the code; try again.", 1);
    }

    private static void checkPause(PendingCode sent, Instant now) {
        long seconds = secondsUntilNext(sent, now);
        if (seconds > 0) {
            throw LynchetException.retryable(
                    ErrorCode.RATE_LIMITED,
                    "The server sent a code to this address less than a minute ago; wait" + " before you ask again.",
                    (int) seconds);
        }
    }

    /**
     * Returns the seconds until a new code can be sent to the address, or 0. At most the pause, also when the clock was
     * set back.
     */
    static long secondsUntilNext(PendingCode sent, Instant now) {
        Duration left = Duration.between(now, sent.sentAt().plus(PAUSE));
        long seconds = left.isNegative() ? 0 : left.plusNanos(999_999_999).toSeconds();
        return Math.min(seconds, PAUSE.toSeconds());
    }

    // A code that could not be mailed is deleted, so that its owner can ask again at once.
    private void send(String email, String code, PendingCode pending) {
        String app = services.data().call(service -> service.app().manifest().name());
        try {
            services.mailer().call(mailer -> {
                mailer.send(CodeMail.of(app, email, code, LIFE.toMinutes()));
                return null;
            });
        } catch (RuntimeException e) {
            takeBack(pending);
            throw e;
        }
    }

    private void takeBack(PendingCode pending) {
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
