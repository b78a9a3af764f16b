// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.oauth.provider;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import io.lynchet.auth.oauth.request.IdentityUnconfirmedException;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Set;

/** The verifier of ID tokens, by OpenID Connect Core 3.1.3.7. */
final class IdTokenVerifier {
    private static final Duration CLOCKS_APART_MOST = Duration.ofMinutes(1);
    // The token was made for the sign-in that is being finished, which may take this long.
    private static final Duration AGE_MOST = Duration.ofMinutes(10);
    private static final int TOKEN_CHARS_MAX = 64 * 1024;
    // Asymmetric algorithms only: with HS256 the client secret, or a public key used as one, could make tokens.
    private static final Set<JWSAlgorithm> ALGORITHMS = Set.of(JWSAlgorithm.RS256, JWSAlgorithm.ES256);

    private final String issuer;
    private final String clientId;
    private final Clock clock;
    private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();

    IdTokenVerifier(String issuer, String clientId, ProviderKeys keys, Clock clock) {
        this.issuer = issuer;
        this.clientId = clientId;
        this.clock = clock;
        processor.setJWSKeySelector(new JWSVerificationKeySelector<>(ALGORITHMS, keys));
        // This class checks all claims, with its own clock and reasons.
        processor.setJWTClaimsSetVerifier((claims, context) -> {});
    }

    JWTClaimsSet check(String token, String nonce) {
        if (token == null || token.length() > TOKEN_CHARS_MAX) {
            throw new IdentityUnconfirmedException("no ID token, or one that is too long");
        }
        try {
            JWTClaimsSet claims = processor.process(token, null);
            checkParties(claims);
            checkTimes(claims);
            String said = claims.getStringClaim("nonce");
            refuse(said == null || !OAuthSecrets.same(said, nonce), "an ID token with another nonce");
            return claims;
        } catch (ParseException | BadJOSEException | JOSEException | IllegalArgumentException e) {
            // Without the cause: its message may quote the token.
            throw new IdentityUnconfirmedException(
                    "an ID token that is not valid: " + e.getClass().getSimpleName());
        }
    }

    private void checkParties(JWTClaimsSet claims) throws ParseException {
        refuse(!issuer.equals(claims.getIssuer()), "an ID token of another issuer");
        List<String> audience = claims.getAudience();
        refuse(!audience.contains(clientId), "an ID token for another audience");
        String authorized = claims.getStringClaim("azp");
        refuse(
                authorized == null ? audience.size() > 1 : !authorized.equals(clientId),
                "an ID token for another authorized party");
    }

    private void checkTimes(JWTClaimsSet claims) {
        Instant now = clock.instant();
        Date expires = claims.getExpirationTime();
        refuse(
                expires == null || !expires.toInstant().plus(CLOCKS_APART_MOST).isAfter(now),
                "an ID token that has expired");
        Date begins = claims.getNotBeforeTime();
        refuse(
                begins != null && begins.toInstant().isAfter(now.plus(CLOCKS_APART_MOST)),
                "an ID token that is not valid yet");
        Date issued = claims.getIssueTime();
        refuse(
                issued == null
                        || issued.toInstant().isAfter(now.plus(CLOCKS_APART_MOST))
                        || issued.toInstant().isBefore(now.minus(AGE_MOST).minus(CLOCKS_APART_MOST)),
                "an ID token that was not issued just now");
    }

    private static void refuse(boolean bad, String reason) {
        if (bad) {
            throw new IdentityUnconfirmedException(reason);
        }
    }
}
