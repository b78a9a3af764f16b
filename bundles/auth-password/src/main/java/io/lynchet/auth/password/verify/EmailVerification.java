// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.password.verify;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.auth.Account;
import io.lynchet.api.auth.Mailer;
import io.lynchet.api.http.OwnOrigin;
import io.lynchet.api.http.Request;
import io.lynchet.auth.password.request.PasswordLimits;
import io.lynchet.auth.password.request.PasswordServices;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The codes that prove an address: sending and checking them. A try is counted in the row before the code is compared.
 * So of many tries at the same time, no more than {@link #TRIES_MAX} are compared. The request that deletes the row
 * uses the code up.
 */
public final class EmailVerification {
    static final Duration LIFE = Duration.ofMinutes(30);
    static final Duration PAUSE = Duration.ofSeconds(60);
    static final int TRIES_MAX = 5;

    private static final Logger LOG = LoggerFactory.getLogger(EmailVerification.class);
    // More turns than requests about one account at a time; only a misbehaving store reaches it.
    private static final int TURNS_MAX = 50;

    private final PasswordServices services;
    private final VerificationRows rows;
    private final PasswordLimits limits;
    private final boolean dev;
    private final VerificationCode codes = new VerificationCode();

    /**
     * The outcome of sending a code.
     *
     * @param mailed whether a mail server has accepted it
     * @param devCode the code itself in development, else null
     */
    public record Sent(boolean mailed, String devCode) {}

    /**
     * Creates the codes.
     *
     * @param dev whether responses show the code, since a developer has no mail server
     */
    public EmailVerification(PasswordServices services, VerificationRows rows, PasswordLimits limits, boolean dev) {
        this.services = services;
        this.rows = rows;
        this.limits = limits;
        this.dev = dev;
    }

    /** Sends a code if that is possible now. Registration succeeds either way, and the user can ask for another. */
    public Sent trySend(Account account, Request request) {
        if (!services.mailer.isBound() && !dev) {
            return new Sent(false, null);
        }
        try {
            return send(account, account.email(), request);
        } catch (LynchetException e) {
            LOG.warn("Could not mail a verification code to the address of {}: {}", account.id(), e.getMessage());
            return new Sent(false, null);
        }
    }

    /**
     * Sends a code. Blocks until a mail server has accepted it. Fails with {@code MAIL_NOT_CONFIGURED},
     * {@code MAIL_FAILED}, {@code RECIPIENT_REFUSED} or {@code RATE_LIMITED}; then only a code that was sent before is
     * valid.
     *
     * @param email the account's address, or its new one
     */
    Sent send(Account account, String email, Request request) {
        boolean mail = services.mailer.isBound();
        if (!mail && !dev) {
            throw new LynchetException(
                    ErrorCode.MAIL_NOT_CONFIGURED, "The server can't send a code: no mail server is configured.");
        }
        String code = codes.newCode();
        PendingVerification stored = store(account, email, code, request);
        if (mail) {
            mail(stored, code);
        }
        if (dev) {
            LOG.warn("Development mode: the code that verifies {} is {}.", email, code);
        }
        return new Sent(mail, dev && OwnOrigin.sent(request) ? code : null);
    }

    private PendingVerification store(Account account, String email, String code, Request request) {
        // Before the new row is stored: a failure afterwards would leave it without a mail.
        rows.prune();
        for (int turn = 0; turn < TURNS_MAX; turn++) {
            Instant now = rows.now();
            Optional<PendingVerification> before = rows.read(account.id());
            before.ifPresent(sent -> checkPause(sent, now));
            if (turn == 0) {
                limits.sendVerification(email, request.remoteAddress());
            }
            String salt = codes.newSalt();
            String hash = VerificationCode.hash(salt, account.id(), email, code);
            PendingVerification wanted = new PendingVerification(
                    account.id(), 0, email, account.email(), hash, salt, 0, now, now.plus(LIFE));
            Optional<PendingVerification> stored = rows.replace(before, wanted);
            if (stored.isPresent()) {
                return stored.get();
            }
        }
        throw busy();
    }

    private static void checkPause(PendingVerification sent, Instant now) {
        long seconds = secondsUntilNext(sent, now);
        if (seconds > 0) {
            throw LynchetException.retryable(
                    ErrorCode.RATE_LIMITED,
                    "The server sent a code less than a minute ago; wait before you ask again.",
                    (int) seconds);
        }
    }

    // At most the pause, also when the clock was set back.
    private static long secondsUntilNext(PendingVerification sent, Instant now) {
        Duration left = Duration.between(now, sent.sentAt().plus(PAUSE));
        long seconds = left.isNegative() ? 0 : left.plusNanos(999_999_999).toSeconds();
        return Math.min(seconds, PAUSE.toSeconds());
    }

    // A code that could not be mailed is deleted, so that its owner can ask again at once.
    private void mail(PendingVerification stored, String code) {
        try {
            post(VerificationMail.code(app(), stored, code));
        } catch (RuntimeException e) {
            takeBack(stored, e);
            throw e;
        }
    }

    private void takeBack(PendingVerification stored, RuntimeException reason) {
        try {
            rows.delete(stored);
        } catch (RuntimeException e) {
            reason.addSuppressed(e);
        }
    }

    /**
     * Tells the old address that it no longer is the account's. A failure is only logged: it is no reason to keep the
     * address.
     */
    void tellChanged(Account before) {
        try {
            if (services.mailer.isBound()) {
                post(VerificationMail.changed(app(), before.email()));
            }
        } catch (LynchetException e) {
            LOG.warn("Could not mail the old address of {} about the change: {}", before.id(), e.getMessage());
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

    /**
     * Uses the code up. Fails with {@code INVALID_CODE} when it is wrong, used or expired, and with
     * {@code RATE_LIMITED} after too many tries.
     */
    PendingVerification take(String userId, String code) {
        if (!VerificationCode.isCode(code)) {
            throw wrong();
        }
        PendingVerification tried = takeTry(userId);
        if (!VerificationCode.matches(tried, code) || !useUp(tried)) {
            throw wrong();
        }
        return tried;
    }

    private PendingVerification takeTry(String userId) {
        for (int turn = 0; turn < TURNS_MAX; turn++) {
            Instant now = rows.now();
            PendingVerification sent = rows.read(userId).orElseThrow(EmailVerification::wrong);
            if (!now.isBefore(sent.expiresAt())) {
                rows.delete(sent);
                throw wrong();
            }
            if (sent.tries() >= TRIES_MAX) {
                long seconds = Math.max(1, secondsUntilNext(sent, now));
                throw LynchetException.retryable(
                        ErrorCode.RATE_LIMITED, "Too many wrong codes; ask for a new one.", (int) seconds);
            }
            Optional<PendingVerification> mine = rows.takeTry(sent);
            if (mine.isPresent()) {
                return mine.get();
            }
        }
        throw busy();
    }

    // Another try may have been counted meanwhile; a right code stays right.
    private boolean useUp(PendingVerification tried) {
        Optional<PendingVerification> now = Optional.of(tried);
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
        return LynchetException.retryable(ErrorCode.UNAVAILABLE, "The server could not check the code; try again.", 1);
    }
}
