// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.jwt;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.auth.TokenVerifier;
import io.lynchet.api.principal.Caller;
import io.lynchet.auth.jwt.key.SignatureVerifier;
import io.lynchet.auth.jwt.key.SignedToken;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;

/**
 * The verifier of one issuer's tokens. The unproven claim {@code iss} decides only whether the token is checked here:
 * one of another issuer may be for another configuration.
 */
final class TrustedIssuer implements TokenVerifier {
    static final int KNOWN_MAX = 10_000;

    private final String issuer;
    private final HeaderCheck header;
    private final SignatureVerifier signatures;
    private final ClaimCheck claims;
    private final PrincipalReader principals;
    private final Clock clock;
    private final KnownTokens known = new KnownTokens(KNOWN_MAX);

    TrustedIssuer(IssuerSettings settings, SignatureVerifier signatures, Clock clock) {
        this.issuer = settings.issuer();
        this.header = new HeaderCheck(settings.algorithms());
        this.signatures = signatures;
        this.claims = new ClaimCheck(settings.audiences(), settings.clockSkew(), settings.lifeMax());
        this.principals = new PrincipalReader(settings.claims());
        this.clock = clock;
    }

    @Override
    public Optional<Caller> callerOf(String token) {
        if (token.length() > SignedToken.CHARS_MAX) {
            return Optional.empty();
        }
        String digest = KnownTokens.digest(token);
        Caller caller = known.get(digest, clock.instant());
        return caller != null
                ? Optional.of(caller)
                : SignedToken.read(token)
                        .filter(read -> issuer.equals(read.issuer()))
                        .map(read -> check(read, digest));
    }

    private Caller check(SignedToken token, String digest) {
        boolean good = header.algorithm(token)
                .filter(algorithm -> signatures.isGood(token, algorithm))
                .isPresent();
        if (!good) {
            throw refused("Its signature is not from its issuer.");
        }
        Instant now = clock.instant();
        Instant end = claims.check(token.claims(), now);
        Caller caller = Caller.unlimited(principals.principal(token.claims()), Caller.Kind.FOREIGN_TOKEN, null);
        known.keep(digest, caller, end, now);
        return caller;
    }

    static LynchetException refused(String why) {
        return new LynchetException(ErrorCode.UNAUTHENTICATED, "The token is not valid. " + why);
    }
}
