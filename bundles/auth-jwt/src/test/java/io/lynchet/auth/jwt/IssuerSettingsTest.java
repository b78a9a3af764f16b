// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.jwt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which configurations an issuer takes. */
class IssuerSettingsTest {
    private static final String KEYS = "https://issuer.example/keys";

    private static void assertRefused(Configured configured, String... keys) {
        assertThatThrownBy(() -> new IssuerComponent(configured.config(), new MovedClock()))
                .isInstanceOfSatisfying(LynchetException.class, e -> {
                    assertThat(e.code()).isEqualTo(ErrorCode.CONFIGURATION_INVALID);
                    assertThat(e.getMessage())
                            .startsWith("io.lynchet.auth.jwt: ")
                            .doesNotContain("hush");
                    assertThat(e.getMessage()
                                    .substring("io.lynchet.auth.jwt: ".length())
                                    .split("; "))
                            .extracting(problem -> problem.substring(0, problem.indexOf(' ')))
                            .containsExactly(keys);
                });
    }

    private static void assertTaken(Configured configured) {
        IssuerComponent issuer = new IssuerComponent(configured.config(), new MovedClock());
        assertThat(issuer.issuer()).isEqualTo(Configured.ISSUER);
        issuer.deactivate();
    }

    @Test
    void of_goodOnes_areTaken() {
        assertTaken(Configured.shared());
        assertTaken(Configured.published(KEYS, "RS256"));
        assertTaken(Configured.published(KEYS + "?policy=a", "ES256", "RS256"));
        assertTaken(Configured.shared().set("mint", true));
        assertTaken(Configured.shared().set("audiences", new String[0]).set("anyAudience", true));
        assertTaken(Configured.shared()
                .set("rolesClaim", "")
                .set("tenantClaim", "")
                .set("emailClaim", "")
                .set("userIdPrefix", "acme:"));
    }

    @Test
    void of_everythingWrong_isToldAtOnce() {
        assertRefused(
                Configured.empty()
                        .set("algorithms", new String[] {"RS256"})
                        .set("secret", "hush")
                        .set("userIdClaim", "")
                        .set("rolesClaim", "exp")
                        .set("clockSkewSeconds", 301)
                        .set("mint", true)
                        .set("mintLifeSeconds", 3_601),
                "issuer",
                "audiences",
                "secret",
                "jwksUrl",
                "userIdClaim",
                "rolesClaim",
                "clockSkewSeconds",
                "mintLifeSeconds",
                "mint");
    }

    @Test
    void of_noAudience_hasToBeSaid() {
        assertRefused(Configured.shared().set("audiences", new String[0]), "audiences");
        assertRefused(Configured.shared().set("anyAudience", true), "audiences");
        assertRefused(Configured.shared().set("audiences", new String[] {""}), "audiences");
        assertRefused(Configured.shared().set("audiences", new String[] {"a", "a"}), "audiences");
        String[] many = IntStream.range(0, 51).mapToObj(Integer::toString).toArray(String[]::new);
        assertRefused(Configured.shared().set("audiences", many), "audiences");
    }

    @Test
    void of_unknownAlgorithms_areRefused() {
        assertRefused(Configured.shared().set("algorithms", new String[0]), "algorithms");
        assertRefused(Configured.shared().set("algorithms", new String[] {"none"}), "algorithms");
        assertRefused(Configured.shared().set("algorithms", new String[] {"hs256"}), "algorithms");
        assertRefused(Configured.published(KEYS, "RS256", "RS512"), "algorithms");
        assertRefused(Configured.published(KEYS, "RS256", "RS256"), "algorithms");
    }

    @Test
    void of_secretAndPublicKeysTogether_areRefused() {
        assertRefused(
                Configured.published(KEYS, "HS256", "RS256").set("secret", Configured.SECRET), "algorithms", "jwksUrl");
        assertRefused(Configured.shared().set("jwksUrl", KEYS), "jwksUrl");
        assertRefused(Configured.published(KEYS, "ES256").set("secret", Configured.SECRET), "secret");
    }

    @Test
    void of_shortSecret_isRefused() {
        assertRefused(Configured.shared().set("secret", Configured.SECRET.substring(1)), "secret");
        assertRefused(Configured.shared().set("secret", ""), "secret");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "no address",
                "http://issuer.example/keys",
                "http://127.0.0.1.issuer.example/keys",
                "http://localhost.issuer.example/keys",
                "https://user:hush@issuer.example/keys",
                "https://issuer.example/keys#here",
                "file:///etc/keys",
                "ftp://issuer.example/keys",
                "https:///keys"
            })
    void of_unsafeAddressOfKeys_isRefused(String address) {
        assertRefused(Configured.published(address, "RS256"), "jwksUrl");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://127.0.0.1:1/keys", "http://localhost:1/keys", "http://[::1]:1/keys"})
    void of_plainAddressOnThisMachine_isTaken(String address) {
        assertTaken(Configured.published(address, "RS256"));
    }

    @Test
    void of_claimsThatMeanSomethingElse_areRefused() {
        assertRefused(Configured.shared().set("userIdClaim", "aud"), "userIdClaim");
        assertRefused(Configured.shared().set("rolesClaim", "sub"), "rolesClaim", "userIdClaim");
        assertRefused(Configured.shared().set("tenantClaim", "iss"), "tenantClaim");
        assertRefused(Configured.shared().set("emailClaim", "email_verified"), "emailClaim");
        assertRefused(Configured.shared().set("tenantClaim", "roles"), "userIdClaim");
        assertRefused(Configured.shared().set("userIdPrefix", "x".repeat(51)), "userIdPrefix");
    }

    @Test
    void of_numbersOutOfRange_areRefused() {
        assertRefused(Configured.shared().set("clockSkewSeconds", -1), "clockSkewSeconds");
        assertRefused(Configured.shared().set("tokenLifeSecondsMax", 59), "tokenLifeSecondsMax");
        assertRefused(Configured.shared().set("mintLifeSeconds", 59), "mintLifeSeconds");
        assertRefused(Configured.shared().set("connectTimeoutMillis", 99), "connectTimeoutMillis");
        assertRefused(Configured.shared().set("requestTimeoutMillis", 30_001), "requestTimeoutMillis");
    }

    @Test
    void of_mintThatWouldNotComeBack_isRefused() {
        assertRefused(Configured.published(KEYS, "RS256").set("mint", true), "mint");
        assertRefused(Configured.shared().set("mint", true).set("userIdPrefix", "acme:"), "userIdPrefix");
        assertRefused(Configured.shared().set("mint", true).set("userIdClaim", "email"), "userIdClaim");
        assertRefused(Configured.shared().set("mint", true).set("tokenLifeSecondsMax", 600), "mintLifeSeconds");
    }

    @Test
    void toString_ofSettings_hasNoSecret() {
        assertThat(IssuerSettings.of(Configured.shared().config()).toString()).doesNotContain(Configured.SECRET);
    }
}
