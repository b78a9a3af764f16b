// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.jwt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEException;
import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.principal.Caller;
import io.lynchet.api.principal.Principal;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What the claims of well signed tokens make of a caller, and which of them refuse the token. */
class ClaimsTest {
    private final MovedClock clock = new MovedClock();
    private final long now = clock.instant().getEpochSecond();

    private Tokens token() {
        return new Tokens(clock);
    }

    private Caller caller(Configured configured, Tokens token) throws JOSEException {
        return new IssuerComponent(configured.config(), clock)
                .callerOf(token.hs256(Configured.SECRET))
                .orElseThrow();
    }

    private Principal principal(Tokens token) throws JOSEException {
        return caller(Configured.shared(), token).principal();
    }

    private void assertRefused(Configured configured, Tokens token, String reason) {
        assertThatThrownBy(() -> caller(configured, token)).isInstanceOfSatisfying(LynchetException.class, e -> {
            assertThat(e.code()).isEqualTo(ErrorCode.UNAUTHENTICATED);
            assertThat(e).hasMessageContaining(reason);
        });
    }

    private void assertRefused(Tokens token, String reason) {
        assertRefused(Configured.shared(), token, reason);
    }

    @Test
    void callerOf_allClaims_areRead() throws Exception {
        Caller caller = caller(
                Configured.shared(),
                token().claim("roles", "['editor','org:owner']")
                        .claim("tenant_id", "'acme'")
                        .claim("email", "'Ada@Example.org'")
                        .claim("email_verified", true));
        assertThat(caller.kind()).isEqualTo(Caller.Kind.FOREIGN_TOKEN);
        assertThat(caller.credentialId()).isNull();
        assertThat(caller.scopes()).containsExactlyInAnyOrder(Caller.READ, Caller.WRITE);
        assertThat(caller.principal())
                .isEqualTo(
                        new Principal("ada", "ada@example.org", "acme", Set.of("editor", "org:owner"), false, false));
    }

    @Test
    void callerOf_fewestClaims_areEnough() throws Exception {
        assertThat(principal(token().claim("iat", null))).isEqualTo(Principal.user("ada"));
    }

    @Test
    void callerOf_roleNamedAdmin_makesNoAdmin() throws Exception {
        Principal principal = principal(token().claim("roles", "['admin']").claim("is_admin", true));
        assertThat(principal.admin()).isFalse();
        assertThat(principal.roles()).containsExactly("admin");
    }

    @Test
    void callerOf_otherClaimNames_areFollowed() throws Exception {
        Configured configured = Configured.shared()
                .set("userIdClaim", "https://issuer.example/id")
                .set("userIdPrefix", "acme:")
                .set("rolesClaim", "groups")
                .set("tenantClaim", "org")
                .set("emailClaim", "mail");
        Principal principal = caller(
                        configured,
                        token().claim("https://issuer.example/id", "'4711'")
                                .claim("groups", "'reader  writer '")
                                .claim("org", "'acme'")
                                .claim("mail", "'a@example.org'")
                                .claim("email_verified", true)
                                .claim("roles", "['not this']")
                                .claim("tenant_id", "'nor this'"))
                .principal();
        assertThat(principal)
                .isEqualTo(
                        new Principal("acme:4711", "a@example.org", "acme", Set.of("reader", "writer"), false, false));
    }

    @Test
    void callerOf_claimsThatAreNotRead_areNot() throws Exception {
        Configured configured =
                Configured.shared().set("rolesClaim", "").set("tenantClaim", "").set("emailClaim", "");
        Principal principal = caller(
                        configured,
                        token().claim("roles", "['editor']")
                                .claim("tenant_id", "'acme'")
                                .claim("email", "'ada@example.org'")
                                .claim("email_verified", true))
                .principal();
        assertThat(principal).isEqualTo(Principal.user("ada"));
    }

    @Test
    void callerOf_unverifiedAddress_isNotTaken() throws Exception {
        assertThat(principal(token().claim("email", "'ada@example.org'")).email())
                .isNull();
        for (String said : new String[] {"false", "'true'", "1", "null"}) {
            Tokens token = token().claim("email", "'ada@example.org'").claim("email_verified", said);
            assertThat(principal(token).email()).as(said).isNull();
        }
        Tokens none = token().claim("email", "'no address'").claim("email_verified", true);
        assertThat(principal(none).email()).isNull();
    }

    @Test
    void callerOf_addressAsUser_hasToBeVerified() throws Exception {
        Configured configured = Configured.shared().set("userIdClaim", "email");
        Tokens verified = token().claim("email", "'ada@example.org'").claim("email_verified", true);
        assertThat(caller(configured, verified).principal().userId()).isEqualTo("ada@example.org");
        assertRefused(configured, token().claim("email", "'ada@example.org'"), "user");
    }

    @Test
    void callerOf_withoutUser_isRefused() {
        assertRefused(token().claim("sub", null), "subject");
        assertRefused(token().claim("sub", "''"), "subject");
        assertRefused(token().claim("sub", 7), "subject");
        assertRefused(token().claim("sub", "' '"), "user");
        assertRefused(token().claim("sub", "'" + "x".repeat(201) + "'"), "user");
        assertRefused(token().claim("sub", "'a\\u0000b'"), "user");
        assertRefused(Configured.shared().set("userIdClaim", "uid"), token(), "user");
        assertRefused(Configured.shared().set("userIdClaim", "uid"), token().claim("uid", 7), "user");
    }

    @Test
    void callerOf_rolesThatAreNone_areRefused() {
        assertRefused(token().claim("roles", 7), "roles");
        assertRefused(token().claim("roles", "{'editor':true}"), "roles");
        assertRefused(token().claim("roles", "['editor',7]"), "roles");
        assertRefused(token().claim("roles", "['']"), "roles");
        assertRefused(token().claim("roles", "['" + "x".repeat(201) + "']"), "roles");
        String many = IntStream.range(0, 101).mapToObj(i -> "'r" + i + "'").collect(Collectors.joining(",", "[", "]"));
        assertRefused(token().claim("roles", many), "roles");
        assertRefused(token().claim("tenant_id", "['acme']"), "organisation");
    }

    @Test
    void callerOf_roleOfNoOrganisation_isRefused() {
        assertRefused(token().claim("roles", "['org:owner']"), "organisation");
    }

    @Test
    void callerOf_emptyRoles_areNone() throws Exception {
        assertThat(principal(token().claim("roles", "''")).roles()).isEmpty();
        assertThat(principal(token().claim("roles", "[]")).roles()).isEmpty();
        assertThat(principal(token().claim("roles", "null").claim("tenant_id", "null")))
                .isEqualTo(Principal.user("ada"));
    }

    @Test
    void callerOf_expired_isRefusedAfterTheSkew() throws Exception {
        assertThat(principal(token().claim("exp", now - 59)).userId()).isEqualTo("ada");
        assertRefused(token().claim("exp", now - 60), "expired");
        assertRefused(Configured.shared().set("clockSkewSeconds", 0), token().claim("exp", now), "expired");
    }

    @Test
    void callerOf_notYetValid_isRefusedBeforeTheSkew() throws Exception {
        assertThat(principal(token().claim("nbf", now + 60)).userId()).isEqualTo("ada");
        assertRefused(token().claim("nbf", now + 61), "not valid yet");
        assertThat(principal(token().claim("iat", now + 60)).userId()).isEqualTo("ada");
        assertRefused(token().claim("iat", now + 61), "future");
    }

    @Test
    void callerOf_timesThatAreNone_areRefused() throws Exception {
        assertThat(principal(token().claim("exp", now + 0.5)).userId()).isEqualTo("ada");
        assertRefused(token().claim("exp", null), "no expiry");
        for (String odd : new String[] {"null", "'" + (now + 60) + "'", "-1", "1e999", "1e12", "true", "[1]"}) {
            assertRefused(token().claim("exp", odd), "exp");
            assertRefused(token().claim("nbf", odd), "nbf");
            assertRefused(token().claim("iat", odd), "iat");
        }
    }

    @Test
    void callerOf_tooLong_isRefused() throws Exception {
        long day = Duration.ofDays(1).toSeconds();
        assertThat(principal(token().claim("exp", now + day)).userId()).isEqualTo("ada");
        assertRefused(token().claim("exp", now + day + 1), "too long");
        assertRefused(token().claim("iat", now - 100).claim("exp", now + day - 99), "too long");
        assertRefused(token().claim("iat", null).claim("exp", now + day + 61), "too long");
        assertRefused(Configured.shared().set("tokenLifeSecondsMax", 3_599), token(), "too long");
    }

    @Test
    void callerOf_otherAudience_isRefused() throws Exception {
        Configured two = Configured.shared().set("audiences", new String[] {"other", "lynchet"});
        assertThat(caller(two, token()).principal().userId()).isEqualTo("ada");
        assertThat(principal(token().claim("aud", "['x','lynchet']")).userId()).isEqualTo("ada");
        for (String odd : new String[] {"'somebody'", "'Lynchet'", "['a','b']", "[]", "[7]", "7", "null"}) {
            assertRefused(token().claim("aud", odd), "another audience");
        }
        assertRefused(token().claim("aud", null), "another audience");
    }

    @Test
    void callerOf_anyAudience_isTakenWhenSaidSo() throws Exception {
        Configured any = Configured.shared().set("audiences", new String[0]).set("anyAudience", true);
        assertThat(caller(any, token().claim("aud", "'somebody'")).principal().userId())
                .isEqualTo("ada");
        assertThat(caller(any, token().claim("aud", null)).principal().userId()).isEqualTo("ada");
    }
}
