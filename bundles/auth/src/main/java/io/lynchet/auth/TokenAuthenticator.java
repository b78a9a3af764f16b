// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.auth.Authenticator;
import io.lynchet.api.auth.Caller;
import io.lynchet.api.auth.Credentials;
import io.lynchet.api.auth.Principal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/**
 * Knows the admin token and nobody else. A caller without a token is anonymous, a wrong token is refused: it is never taken for anonymous.
 *
 * <p>Only the digest of the token is kept, and digests are compared in constant time, so neither a memory dump nor the time of an answer gives
 * the token away.
 */
@Component(name = "io.lynchet.auth")
public final class TokenAuthenticator implements Authenticator {
    /** Shorter tokens can be guessed. */
    static final int TOKEN_CHARS_MIN = 16;

    private final byte[] adminDigest;

    @Activate
    public TokenAuthenticator(BundleContext context) {
        this(context.getProperty("lynchet.admin.token"));
    }

    TokenAuthenticator(String adminToken) {
        if (adminToken == null || adminToken.length() < TOKEN_CHARS_MIN) {
            throw new LynchetException(
                    ErrorCode.CONFIGURATION_INVALID,
                    "The admin token needs at least " + TOKEN_CHARS_MIN
                            + " characters; set LYNCHET_ADMIN_TOKEN to a longer one, or leave it out to have one made.");
        }
        this.adminDigest = digest(adminToken);
    }

    @Override
    public Caller authenticate(Credentials credentials) {
        String token = credentials.bearerToken();
        if (token == null) {
            return Caller.ANONYMOUS;
        }
        if (MessageDigest.isEqual(adminDigest, digest(token))) {
            return Caller.unlimited(Principal.ADMIN, Caller.Kind.ADMIN_TOKEN, null);
        }
        throw new LynchetException(ErrorCode.UNAUTHENTICATED, "The token is not valid.");
    }

    private static byte[] digest(String token) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
