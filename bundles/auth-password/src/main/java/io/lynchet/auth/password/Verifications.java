// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.password;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.auth.Account;
import io.lynchet.api.auth.Mailer;
import io.lynchet.api.http.OwnOrigin;
import io.lynchet.api.http.Request;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends codes that prove an address, and takes them. A try is counted, in the row, before it is looked at, so that of many that come at the
 * same time no more than {@link #TRIES_MAX} are looked at. A right code is used up by whoever deletes the row.
 */
final class Verifications {
    static final Duration LIFE = Duration.ofMinutes(30);
    static final Duration PAUSE = Duration.ofSeconds(60);
    static final int TRIES_MAX = 5;

    private static final Logger LOG = LoggerFactory.getLogger(Verifications.class);
    // More turns than there are requests about one account at a time, so only a store gone mad gets there.
    private static final int TURNS_MAX = 50;

    private final Services services;
    private final VerificationRows rows;
    private final PasswordLimits limits;
    private final boolean dev;
    private final VerificationCode codes = new VerificationCode();

    /**
     * What became of a code.
     *
     * @param mailed whether a mail server has taken it
     * @param devCode the code itself in development, else null
     */
    record Sent(boolean mailed, String devCode) {}

    /** @param dev whether codes may be shown to whoever asks, since a developer has no mail server */
    Verifications(Services services, VerificationRows rows, PasswordLimits limits, boolean dev) {
        this.services = services;
        this.rows = rows;
        this.limits = limits;
        this.dev = dev;
    }

    /** Sends one if that is possible now; whoever registers is in either way, and can ask for another. */
    Sent trySend(Account account, Request request) {
        if (!services.mailer.isBound() && !dev) {
            return new Sent(false, null);
        }
        try {
            return send(account, account.email(), request);
        } catch (LynchetException e) {
            LOG.warn("The address of {} could not be asked to be proven: {}", account.id(), e.getMessage());
            return new Sent(false, null);
        }
    }

    /**
     * Blocks until a mail server has taken it. {@code MAIL_NOT_CONFIGURED}, {@code MAIL_FAILED}, {@code RECIPIENT_REFUSED}, {@code RATE_LIMITED};
     * then no code is good but one that was sent before.
     *
     * @param email the account's address, or the one that it is to become
     */
    Sent send(Account account, String email, Request request) {
        boolean mail = services.mailer.isBound();
        if (!mail && !dev) {
            throw new LynchetException(
                    ErrorCode.MAIL_NOT_CONFIGURED, "No code can be sent: this server has no mail server.");
        }
        String code = codes.newCode();
        Verification stored = store(account, email, code, request);
        if (mail) {
            mail(stored, code);
        }
        if (dev) {
            LOG.warn("This is development: the code that proves {} is {}.", email, code);
        }
        return new Sent(mail, dev && OwnOrigin.sent(request) ? code : null);
    }

    private Verification store(Account account, String email, String code, Request request) {
        // First, since a failure after the new row is there would leave it without a mail.
        rows.prune();
        for (int turn = 0; turn < TURNS_MAX; turn++) {
            Instant now = rows.now();
            Optional<Verification> before = rows.read(account.id());
            before.ifPresent(sent -> checkPause(sent, now));
            if (turn == 0) {
                limits.sendVerification(email, request.remoteAddress());
            }
            String salt = codes.newSalt();
            String hash = VerificationCode.hash(salt, account.id(), email, code);
            Verification wanted =
                    new Verification(account.id(), 0, email, account.email(), hash, salt, 0, now, now.plus(LIFE));
            Optional<Verification> stored = rows.replace(before, wanted);
            if (stored.isPresent()) {
                return stored.get();
            }
        }
        throw busy();
    }

    private static void checkPause(Verification sent, Instant now) {
        long seconds = secondsUntilNext(sent, now);
        if (seconds > 0) {
            throw LynchetException.retryable(
                    ErrorCode.RATE_LIMITED, "A code was sent less than a minute ago.", (int) seconds);
        }
    }

    // Never more than the pause, also when the clock was set back.
    private static long secondsUntilNext(Verification sent, Instant now) {
        Duration left = Duration.between(now, sent.sentAt().plus(PAUSE));
        long seconds = left.isNegative() ? 0 : left.plusNanos(999_999_999).toSeconds();
        return Math.min(seconds, PAUSE.toSeconds());
    }

    // A code that nobody got is taken back, so that its owner can ask again at once.
    private void mail(Verification stored, String code) {
        try {
            post(VerificationMail.code(app(), stored, code));
        } catch (RuntimeException e) {
            takeBack(stored, e);
            throw e;
        }
    }

    private void takeBack(Verification stored, RuntimeException reason) {
        try {
            rows.delete(stored);
        } catch (RuntimeException e) {
            reason.addSuppressed(e);
        }
    }

    /** Tells the old address that it is the account's no more; that can't be a reason to keep it, so a failure is only logged. */
    void tellChanged(Account before) {
        try {
            if (services.mailer.isBound()) {
                post(VerificationMail.changed(app(), before.email()));
            }
        } catch (LynchetException e) {
            LOG.warn("The old address of {} was not told that it was changed: {}", before.id(), e.getMessage());
        }
    }

    private void post(Mailer.Mail mail) {
        services.mailer.call(mailer -> {
            mailer.send(mail);
            return null;
        });
    }

    private String app() {
        return services.data.call(service -> service.app().manifest().name());
    }

    /** Uses the code up. {@code INVALID_CODE} when it is wrong, used or too old, {@code RATE_LIMITED} after too many tries. */
    Verification take(String userId, String code) {
        if (!VerificationCode.isCode(code)) {
            throw wrong();
        }
        Verification tried = takeTry(userId);
        if (!VerificationCode.matches(tried, code) || !useUp(tried)) {
            throw wrong();
        }
        return tried;
    }

    private Verification takeTry(String userId) {
        for (int turn = 0; turn < TURNS_MAX; turn++) {
            Instant now = rows.now();
            Verification sent = rows.read(userId).orElseThrow(Verifications::wrong);
            if (!now.isBefore(sent.expiresAt())) {
                rows.delete(sent);
                throw wrong();
            }
            if (sent.tries() >= TRIES_MAX) {
                long seconds = Math.max(1, secondsUntilNext(sent, now));
                throw LynchetException.retryable(
                        ErrorCode.RATE_LIMITED, "Too many wrong codes; ask for a new one.", (int) seconds);
            }
            Optional<Verification> mine = rows.takeTry(sent);
            if (mine.isPresent()) {
                return mine.get();
            }
        }
        throw busy();
    }

    // Another try may have been counted since, which takes nothing away from a code that is right.
    private boolean useUp(Verification tried) {
        Optional<Verification> now = Optional.of(tried);
        for (int turn = 0; turn < TURNS_MAX; turn++) {
            if (now.isEmpty() || !now.get().sameSending(tried)) {
                return false;
            }
            if (rows.delete(now.get())) {
                return true;
            }
            now = rows.read(tried.userId());
        }
        throw busy();
    }

    static LynchetException wrong() {
        return new LynchetException(ErrorCode.INVALID_CODE, "The code is wrong, used up or expired.");
    }

    private static LynchetException busy() {
        return LynchetException.retryable(ErrorCode.UNAVAILABLE, "The code could not be looked at right now.", 1);
    }
}
