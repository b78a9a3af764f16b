// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.password.reset;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.auth.Account;
import io.lynchet.api.auth.Mailer;
import io.lynchet.api.loop.Vitals;
import io.lynchet.auth.password.credential.ResetRows;
import io.lynchet.auth.password.request.PasswordServices;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread that mails tokens. Everything that depends on whether the account exists happens on it, so that the time
 * of the response reveals nothing.
 */
public final class ResetMails implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ResetMails.class);
    private static final long DRAIN_MILLIS = 5_000;
    public static final String PLACEHOLDER = "{token}";

    private final PasswordServices services;
    private final ResetRows resets;
    private final String link;
    private final ThreadPoolExecutor worker;

    private record Issued(String email, String token) {}

    /**
     * Creates the thread.
     *
     * @param link the address of a page with {@code {token}} in it, or empty to mail the bare token
     */
    public ResetMails(PasswordServices services, ResetRows resets, String link, int queueMax) {
        this.services = services;
        this.resets = resets;
        this.link = link;
        this.worker = new ThreadPoolExecutor(1, 1, 10, TimeUnit.SECONDS, new ArrayBlockingQueue<>(queueMax), task -> {
            Thread thread = new Thread(task, "lynchet-auth-password-mail");
            thread.setDaemon(true);
            return thread;
        });
        worker.allowCoreThreadTimeOut(true);
    }

    /** Fails with {@code MAIL_NOT_CONFIGURED} when no mail can be sent, for any account. */
    void checkPossible() {
        if (!services.mailer.isBound()) {
            throw new LynchetException(
                    ErrorCode.MAIL_NOT_CONFIGURED,
                    "The server can't mail a password reset: no mail server is configured.");
        }
    }

    /** Queues a mail and returns at once. Fails with {@code OVERLOADED} when too many wait. */
    void send(String email) {
        queue(() -> issue(email).ifPresent(this::mail));
    }

    /** Returns the token, if there is an account. Its mail is sent later, if there is a mailer. */
    Optional<String> sendNow(String email) {
        Optional<Issued> issued = issue(email);
        if (services.mailer.isBound()) {
            issued.ifPresent(token -> queue(() -> mail(token)));
        }
        return issued.map(Issued::token);
    }

    private void queue(Runnable task) {
        try {
            worker.execute(() -> {
                try {
                    task.run();
                } catch (RuntimeException | Error e) {
                    Vitals.suffered(e);
                    LOG.warn("A password reset mail was not sent.", e);
                }
            });
        } catch (RejectedExecutionException e) {
            throw LynchetException.retryable(ErrorCode.OVERLOADED, "Too many mails wait to be sent; try again.", 10);
        }
    }

    // A guest has no address, so an account that is found by one belongs to a person who can get mail.
    private Optional<Issued> issue(String email) {
        Optional<Account> account = services.accounts.call(accounts -> accounts.byEmail(email));
        if (account.isEmpty()) {
            return Optional.empty();
        }
        purge();
        // To the account's own address, which may differ from the typed one.
        String stored = account.get().email();
        return Optional.of(new Issued(stored, resets.issue(account.get().id(), stored)));
    }

    private void purge() {
        try {
            resets.purge();
        } catch (LynchetException e) {
            LOG.debug("Old tokens stay until the next request.", e);
        }
    }

    private void mail(Issued issued) {
        String token = issued.token();
        String way = link.isEmpty() ? "Use this token" : "Open this page";
        String what = link.isEmpty() ? token : link.replace(PLACEHOLDER, token);
        String text = way + " within " + ResetRows.LIFE.toMinutes() + " minutes to set a new password:\n\n" + what
                + "\n\nIf you did not ask for it, ignore this mail; your password stays as it is.\n";
        services.mailer.call(mailer -> {
            mailer.send(new Mailer.Mail(issued.email(), "Set a new password", text));
            return null;
        });
    }

    /** Sends the waiting mails, for at most some seconds. */
    @Override
    public void close() {
        worker.shutdown();
        try {
            if (!worker.awaitTermination(DRAIN_MILLIS, TimeUnit.MILLISECONDS)) {
                int left = worker.shutdownNow().size();
                LOG.warn("{} password reset mails were not sent, and one may have been cut.", left);
            }
        } catch (InterruptedException e) {
            worker.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
