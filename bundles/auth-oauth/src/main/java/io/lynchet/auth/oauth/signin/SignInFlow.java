// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.oauth.signin;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.auth.Sessions;
import io.lynchet.api.auth.SignedIn;
import io.lynchet.api.http.AnswerHeader;
import io.lynchet.api.http.Request;
import io.lynchet.api.http.Response;
import io.lynchet.api.http.RouteAnswers;
import io.lynchet.api.lease.Lease;
import io.lynchet.api.lease.LeasedRegistry;
import io.lynchet.auth.oauth.provider.AuthorizationRequest;
import io.lynchet.auth.oauth.provider.Identity;
import io.lynchet.auth.oauth.provider.IdentityProvider;
import io.lynchet.auth.oauth.provider.OAuthSecrets;
import io.lynchet.auth.oauth.request.IdentityUnconfirmedException;
import io.lynchet.system.rows.SystemRows;
import java.time.Clock;
import java.util.Map;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The two halves of a sign-in, before and after the provider, which the routes share. */
public final class SignInFlow {
    private static final Logger LOG = LoggerFactory.getLogger(SignInFlow.class);
    private static final int CODE_CHARS_MAX = 4_096;

    /** The redirect of {@link #finish}, for the descriptions of routes. */
    static final RouteAnswers.Other ON =
            new RouteAnswers.Other(302, "The browser goes to the address that the sign-in began with.");

    private final OAuthServices services;
    private final LeasedRegistry<String, IdentityProvider> providers;
    private final PublicAddress address;
    private final PendingSignIns pending;
    private final AccountResolver accounts;

    public SignInFlow(
            OAuthServices services,
            LeasedRegistry<String, IdentityProvider> providers,
            PublicAddress address,
            Clock clock) {
        this.services = services;
        this.providers = providers;
        this.address = address;
        this.pending = new PendingSignIns(new SystemRows(services.data(), clock));
        this.accounts = new AccountResolver(services);
    }

    /** Returns the headers of {@link #finish}. */
    static AnswerHeader[] headers() {
        return new AnswerHeader[] {
            Sessions.COOKIE,
            AnswerHeader.always("Location", "The address; after a failure with the code of the error.")
                    .on(302)
        };
    }

    OAuthServices services() {
        return services;
    }

    /** Sends the browser to the provider. Both addresses have been checked. */
    Response begin(Request request, String callback, String errorCallback) {
        return with(request, provider -> {
            AuthorizationRequest handshake = AuthorizationRequest.begin(address.callback(provider.name(), request));
            try {
                String target = provider.authorization(handshake).toASCIIString();
                pending.begin(
                        new PendingSignIns.Pending(provider.name(), handshake.redirectUri(), callback, errorCallback),
                        handshake);
                return redirect(target).with(SignInCookie.set(handshake, request));
            } catch (IdentityUnconfirmedException e) {
                return failed(e, provider.name(), errorCallback, request);
            }
        });
    }

    /** Signs in the user whom the provider has sent back. */
    Response finish(Request request, Map<String, String> answer) {
        return with(request, provider -> {
            String state = answer.getOrDefault("state", "");
            String secret = state.length() == OAuthSecrets.CHARS ? SignInCookie.read(state, request) : null;
            PendingSignIns.Pending begun;
            try {
                if (secret == null) {
                    throw PendingSignIns.invalid();
                }
                begun = pending.take(provider.name(), state, secret);
            } catch (LynchetException e) {
                if (e.code() == ErrorCode.OAUTH_INVALID_STATE) {
                    services.record("sign_in_failed", null, request, provider.name() + ": " + e.code());
                }
                throw e;
            }
            Response response;
            try {
                Identity identity =
                        confirmed(provider, answer, new AuthorizationRequest(state, secret, begun.redirectUri()));
                response = signedIn(provider.name(), identity, begun.callback(), request);
            } catch (LynchetException e) {
                response = failed(e, provider.name(), begun.errorCallback(), request);
            }
            return response.with(SignInCookie.clear(state, request));
        });
    }

    private static Identity confirmed(
            IdentityProvider provider, Map<String, String> answer, AuthorizationRequest handshake) {
        String issuer = answer.get("iss");
        if (issuer != null && !provider.isIssuer(issuer)) {
            throw new IdentityUnconfirmedException("a response of another issuer");
        }
        if (answer.containsKey("error")) {
            throw IdentityUnconfirmedException.said(answer.get("error"));
        }
        String code = answer.getOrDefault("code", "");
        if (code.isEmpty() || code.length() > CODE_CHARS_MAX) {
            throw new IdentityUnconfirmedException("no code, or one that is too long");
        }
        return provider.identify(code, handshake);
    }

    private Response signedIn(String provider, Identity identity, String callback, Request request) {
        String userId = accounts.find(provider, identity, request);
        SignedIn signedIn = services.sessions().call(sessions -> sessions.open(userId, provider, request));
        return services.sessions()
                .call(sessions -> callback == null
                        ? sessions.answer(200, signedIn, "", request).with("Cache-Control", "no-store")
                        : redirect(callback).with(sessions.cookie(signedIn, request)));
    }

    private Response failed(LynchetException failure, String provider, String errorCallback, Request request) {
        String reason = failure instanceof IdentityUnconfirmedException unconfirmed
                ? unconfirmed.reason()
                : failure.code().name();
        LOG.warn("Sign-in by {} failed: {}", provider, reason);
        services.record("sign_in_failed", null, request, provider + ": " + reason);
        if (errorCallback == null) {
            throw failure;
        }
        String said = failure instanceof IdentityUnconfirmedException unconfirmed ? unconfirmed.providerError() : null;
        // Pages know one code for all failures of a provider; the provider's own code is beside it.
        ErrorCode code = said == null ? failure.code() : ErrorCode.OAUTH_TOKEN_EXCHANGE_FAILED;
        String target = ReturnAddress.with(errorCallback, "error", code.name());
        return redirect(said == null ? target : ReturnAddress.with(target, "provider_error", said));
    }

    /** Runs {@code body} within a lease of the provider that the path names. */
    private Response with(Request request, Function<IdentityProvider, Response> body) {
        Lease<IdentityProvider> lease = providers.acquire(request.pathParameter("provider"));
        if (lease == null) {
            throw new LynchetException(ErrorCode.PROVIDER_NOT_FOUND, "There is no such sign-in provider.");
        }
        try {
            return body.apply(lease.service());
        } finally {
            lease.release();
        }
    }

    private static Response redirect(String target) {
        return Response.empty(302).with("Location", target).with("Cache-Control", "no-store");
    }
}
