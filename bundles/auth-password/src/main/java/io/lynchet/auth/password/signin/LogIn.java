// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.password.signin;

import io.lynchet.api.LynchetException;
import io.lynchet.api.auth.Account;
import io.lynchet.api.auth.Sessions;
import io.lynchet.api.auth.SignedIn;
import io.lynchet.api.http.HttpMethod;
import io.lynchet.api.http.Request;
import io.lynchet.api.http.Response;
import io.lynchet.api.http.Route;
import io.lynchet.api.http.RouteInfo;
import io.lynchet.auth.password.credential.PasswordCheck;
import io.lynchet.auth.password.credential.PasswordRows.Stored;
import io.lynchet.auth.password.request.PasswordBodies;
import io.lynchet.auth.password.request.PasswordLimits;
import io.lynchet.auth.password.request.PasswordMethod;
import io.lynchet.auth.password.request.PasswordServices;
import io.lynchet.auth.password.request.SignInBody;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The route that opens a session for a user who knows the password. */
public final class LogIn implements Route {
    private static final Logger LOG = LoggerFactory.getLogger(LogIn.class);
    private static final RouteInfo INFO = RouteInfo.of(
                    HttpMethod.POST, PasswordMethod.PATH, "Signs in with a password.")
            .open()
            .tagged("auth")
            .sending(Sessions.COOKIE)
            .schemas(PasswordBodies.LOGIN, Sessions.ANSWER);

    private final PasswordServices services;
    private final PasswordCheck passwords;
    private final PasswordLimits limits;

    public LogIn(PasswordServices services, PasswordCheck passwords, PasswordLimits limits) {
        this.services = services;
        this.passwords = passwords;
        this.limits = limits;
    }

    @Override
    public RouteInfo info() {
        return INFO;
    }

    @Override
    public Response handle(Request request) {
        SignInBody body = new SignInBody(request, Set.of("email", "password"));
        String email = body.email();
        String password = body.password("password");
        body.check();
        limits.logIn(email, request.remoteAddress());
        Optional<Account> account = services.accounts.call(accounts -> accounts.byEmail(email));
        if (!knows(account, request)) {
            limits.logInFromElsewhere(email);
        }
        Stored verified = passwords.verify(account, password, request);
        String userId = account.orElseThrow().id();
        Optional<String> fresh = freshHash(password, verified);
        SignedIn signedIn = passwords.locks().call(userId, () -> {
            Stored current = passwords.current(userId, verified, request);
            Stored stored = fresh.map(hash -> rehash(userId, current, hash)).orElse(current);
            return passwords.open(userId, stored, request);
        });
        limits.loggedIn(email, request.remoteAddress());
        return services.sessions.call(sessions -> sessions.answer(200, signedIn, "", request));
    }

    private boolean knows(Optional<Account> account, Request request) {
        String userId = account.map(Account::id).orElse(PasswordCheck.NOBODY);
        return services.sessions.call(sessions -> sessions.of(userId).stream()
                .anyMatch(session -> request.remoteAddress().equals(session.address())));
    }

    private Optional<String> freshHash(String password, Stored verified) {
        if (!passwords.hasher().outdated(verified.hash())) {
            return Optional.empty();
        }
        try {
            return Optional.of(passwords.hasher().hash(password));
        } catch (LynchetException e) {
            LOG.debug("A password keeps its old hash until the next sign-in.", e);
            return Optional.empty();
        }
    }

    // The old hash is still valid, so a failure here must not prevent the sign-in.
    private Stored rehash(String userId, Stored current, String hash) {
        try {
            passwords.rows().rehash(userId, hash);
            return new Stored(hash, current.proven());
        } catch (LynchetException e) {
            LOG.warn("The password of {} keeps its old hash until the next sign-in.", userId, e);
            return current;
        }
    }
}
