// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.jwt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.principal.Caller;
import io.lynchet.api.principal.Principal;
import io.lynchet.auth.jwt.key.SharedSecret;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What is remembered of tokens, and for how long. */
class KnownTokensTest {
    private final MovedClock clock = new MovedClock();
    private final AtomicInteger checks = new AtomicInteger();
    private final SharedSecret secret = new SharedSecret(Configured.SECRET);
    private final TrustedIssuer issuer = new TrustedIssuer(
            IssuerSettings.of(Configured.shared().config()),
            (token, algorithm) -> {
                checks.incrementAndGet();
                return secret.isGood(token, algorithm);
            },
            clock);

    private void assertRefused(String token) {
        assertThatThrownBy(() -> issuer.callerOf(token))
                .isInstanceOfSatisfying(
                        LynchetException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNAUTHENTICATED));
    }

    @Test
    void callerOf_knownToken_costsNoSignature() throws Exception {
        String token = new Tokens(clock).hs256(Configured.SECRET);
        Caller caller = issuer.callerOf(token).orElseThrow();
        clock.advance(KnownTokens.LIFE.minusSeconds(1));
        assertThat(issuer.callerOf(token)).containsSame(caller);
        assertThat(checks).hasValue(1);
        clock.advance(Duration.ofSeconds(1));
        assertThat(issuer.callerOf(token)).contains(caller);
        assertThat(checks).hasValue(2);
    }

    @Test
    void callerOf_knownTokenThatExpires_isRefused() throws Exception {
        long now = clock.instant().getEpochSecond();
        String token = new Tokens(clock).claim("exp", now + 100).hs256(Configured.SECRET);
        assertThat(issuer.callerOf(token)).isPresent();
        clock.advance(Duration.ofSeconds(159));
        assertThat(issuer.callerOf(token)).isPresent();
        assertThat(checks).hasValue(1);
        clock.advance(Duration.ofSeconds(1));
        assertRefused(token);
    }

    @Test
    void callerOf_refusedToken_isNotRemembered() throws Exception {
        String token = new Tokens(clock)
                .claim("nbf", clock.instant().getEpochSecond() + 120)
                .hs256(Configured.SECRET);
        assertRefused(token);
        assertRefused(token);
        assertThat(checks).hasValue(2);
        clock.advance(Duration.ofSeconds(60));
        assertThat(issuer.callerOf(token)).isPresent();
    }

    @Test
    void callerOf_otherSignatureOfAKnownToken_isChecked() throws Exception {
        String token = new Tokens(clock).hs256(Configured.SECRET);
        assertThat(issuer.callerOf(token)).isPresent();
        assertRefused(new Tokens(clock).hs256(Configured.SECRET + "!"));
        assertRefused(token.substring(0, token.lastIndexOf('.') + 1));
    }

    @Test
    void keep_tooMany_forgets() {
        KnownTokens known = new KnownTokens(3);
        Instant now = clock.instant();
        Caller caller = Caller.unlimited(Principal.user("ada"), Caller.Kind.FOREIGN_TOKEN, null);
        for (int i = 0; i < 100; i++) {
            known.keep(KnownTokens.digest("token" + i), caller, now.plusSeconds(60), now);
            assertThat(known.size()).isLessThanOrEqualTo(3);
        }
        assertThat(known.get(KnownTokens.digest("token99"), now)).isSameAs(caller);
        assertThat(known.get(KnownTokens.digest("token0"), now)).isNull();
    }

    @Test
    void get_expired_isForgotten() {
        KnownTokens known = new KnownTokens(3);
        Instant now = clock.instant();
        Caller caller = Caller.unlimited(Principal.user("ada"), Caller.Kind.FOREIGN_TOKEN, null);
        known.keep("digest", caller, now.plusSeconds(60), now);
        assertThat(known.get("digest", now.plusSeconds(60))).isNull();
        assertThat(known.size()).isZero();
    }
}
