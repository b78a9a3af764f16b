// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.jwt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.crypto.RSAEncrypter;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.EncryptedJWT;
import com.nimbusds.jwt.JWTClaimsSet;
import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.auth.jwt.key.SignedToken;
import io.lynchet.outbound.KeyRefreshLimit;
import io.lynchet.testkit.auth.FakeSessions;
import io.lynchet.testkit.auth.KnownKeys;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Date;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tricks by which a token tries to pass for one of the issuer. */
class ForgeryTest {
    private static final RSAKey RSA = Tokens.rsa(KnownKeys.FIRST, "r1");
    private static final RSAKey OWN = Tokens.rsa(KnownKeys.SECOND, "r1");
    private static ECKey ec;

    private final MovedClock clock = new MovedClock();
    private KeyServer server;
    private KeyServer thief;
    private IssuerComponent published;
    private IssuerComponent shared;

    @BeforeAll
    static void makeKey() throws Exception {
        ec = new ECKeyGenerator(Curve.P_256).keyID("e1").generate();
    }

    @BeforeEach
    void configure() throws Exception {
        server = new KeyServer();
        server.publish(RSA, ec);
        thief = new KeyServer();
        thief.publish(OWN);
        published = new IssuerComponent(
                Configured.published(server.url(), "RS256", "ES256").config(), clock);
        shared = new IssuerComponent(Configured.shared().config(), clock);
    }

    @AfterEach
    void stop() {
        published.deactivate();
        server.close();
        thief.close();
    }

    private Tokens token() {
        return new Tokens(clock);
    }

    private static void assertRefused(IssuerComponent issuer, String token) {
        assertThatThrownBy(() -> issuer.callerOf(token)).isInstanceOfSatisfying(LynchetException.class, e -> {
            assertThat(e.code()).isEqualTo(ErrorCode.UNAUTHENTICATED);
            // No hint for who tries.
            assertThat(e).hasMessage("The token is not valid. Its signature is not from its issuer.");
        });
    }

    private static void assertTaken(IssuerComponent issuer, String token) {
        assertThat(issuer.callerOf(token)).isPresent();
    }

    /** The authenticator refuses what no issuer knows. */
    private void assertUnknown(String token) {
        assertThat(published.callerOf(token)).isEmpty();
        assertThat(shared.callerOf(token)).isEmpty();
    }

    @Test
    void callerOf_goodTokens_areTaken() throws Exception {
        assertTaken(published, token().rs256(RSA));
        assertTaken(published, token().es256(ec));
        assertTaken(shared, token().hs256(Configured.SECRET));
        assertTaken(shared, token().header("typ", "'at+JWT'").hs256(Configured.SECRET));
        assertTaken(shared, token().header("typ", null).hs256(Configured.SECRET));
    }

    @Test
    void callerOf_algorithmNone_isRefused() throws Exception {
        for (String none : new String[] {"'none'", "'None'", "'NONE'", "''", "null", "[]", "['HS256']", "7"}) {
            assertRefused(published, token().header("alg", none).with(""));
            assertRefused(shared, token().header("alg", none).with(""));
            assertRefused(shared, token().header("alg", none).hs256(Configured.SECRET));
        }
        assertRefused(shared, token().with(""));
        assertRefused(shared, token().with("AAAA"));
        assertRefused(shared, token().header("alg", "'HS256'").with(""));
        assertRefused(published, token().header("alg", "'RS256'").with(""));
        assertRefused(published, token().header("alg", "'ES256'").with(""));
    }

    @Test
    void callerOf_otherAlgorithms_areRefused() throws Exception {
        for (String other : new String[] {"'HS512'", "'hs256'", "'RS256'", "'EdDSA'", "'PS256'"}) {
            assertRefused(shared, token().header("alg", other).hs256(Configured.SECRET));
        }
        IssuerComponent rsaOnly =
                new IssuerComponent(Configured.published(server.url(), "RS256").config(), clock);
        assertRefused(rsaOnly, token().es256(ec));
        assertTaken(rsaOnly, token().rs256(RSA));
        rsaOnly.deactivate();
    }

    @Test
    void callerOf_publicKeyAsSecret_isRefused() throws Exception {
        String pem = "-----BEGIN PUBLIC KEY-----\n"
                + Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                        .encodeToString(RSA.toRSAPublicKey().getEncoded())
                + "\n-----END PUBLIC KEY-----\n";
        assertTaken(published, token().rs256(RSA));
        assertRefused(published, token().header("kid", "'r1'").hs256(pem));
        assertRefused(
                published,
                token().header("kid", "'r1'").hs256(RSA.toRSAPublicKey().getEncoded()));
        assertRefused(published, token().hs256(RSA.toPublicJWK().toString()));
        assertRefused(
                published,
                token().header("kid", "'r1'").header("alg", "'RS256'").hs256(pem));
    }

    @Test
    void callerOf_secretsTokenUnderAnotherName_isRefused() throws Exception {
        assertRefused(shared, token().header("alg", "'RS256'").hs256(Configured.SECRET));
        assertRefused(shared, token().rs256(RSA));
        assertRefused(shared, token().hs256(Configured.SECRET + "!"));
        assertRefused(
                published,
                token().header("alg", "'ES256'").header("kid", "'r1'").rs256(RSA));
    }

    @Test
    void callerOf_criticalExtensions_areRefused() throws Exception {
        for (String crit : new String[] {"['b64']", "['exp']", "['x']", "[]", "null", "'x'"}) {
            assertRefused(shared, token().header("crit", crit).hs256(Configured.SECRET));
        }
    }

    @Test
    void callerOf_otherTypes_areRefused() throws Exception {
        for (String type : new String[] {"'logout+jwt'", "'dpop+jwt'", "'JOSE'", "7", "''"}) {
            assertRefused(shared, token().header("typ", type).hs256(Configured.SECRET));
        }
    }

    @Test
    void callerOf_keysThatTheTokenBringsAlong_areNotUsed() throws Exception {
        String jwk = OWN.toPublicJWK().toString();
        assertRefused(published, token().header("jwk", jwk).rs256(OWN));
        assertRefused(
                published, token().header("jwk", jwk).header("kid", "'new'").rs256(OWN));
        assertRefused(published, token().header("jku", "'" + thief.url() + "'").rs256(OWN));
        assertRefused(published, token().header("x5u", "'" + thief.url() + "'").rs256(OWN));
        assertRefused(published, token().header("kid", "'" + thief.url() + "'").rs256(OWN));
        assertThat(thief.asked()).isZero();
        // Nor do they harm a good one.
        assertTaken(published, token().header("jku", "'" + thief.url() + "'").rs256(RSA));
        assertThat(thief.asked()).isZero();
    }

    @Test
    void callerOf_oddKeyIds_areRefused() throws Exception {
        for (String id : new String[] {
            "'../../../dev/null'", "'/dev/null'", "'r1\\u0000'", "'R1'", "' r1'", "'r1\\' OR 1=1'", "''"
        }) {
            String json = id.replace("\\'", "\\u0027");
            assertRefused(published, token().header("kid", json).rs256(RSA));
            // As if the file were empty.
            assertRefused(shared, token().header("kid", json).hs256(new byte[32]));
        }
        for (String id : new String[] {"7", "null", "['r1']"}) {
            assertRefused(published, token().header("kid", id).rs256(RSA));
        }
        assertThat(server.asked()).isLessThanOrEqualTo(1 + KeyRefreshLimit.AT_ONCE_MAX);
    }

    @Test
    void callerOf_emptyCurveSignatures_areRefused() {
        byte[] order = Curve.P_256.toECParameterSpec().getOrder().toByteArray();
        byte[] n = Arrays.copyOfRange(order, order.length - 32, order.length);
        byte[] one = new byte[32];
        one[31] = 1;
        byte[][] parts = {new byte[32], n, one};
        for (byte[] r : parts) {
            for (byte[] s : parts) {
                byte[] signature = Arrays.copyOf(r, 64);
                System.arraycopy(s, 0, signature, 32, 32);
                assertRefused(published, token().header("alg", "'ES256'").with(Tokens.encoded(signature)));
                assertRefused(
                        published,
                        token().header("alg", "'ES256'").header("kid", "'e1'").with(Tokens.encoded(signature)));
            }
        }
        // Of another length, and in the other encoding.
        assertRefused(published, token().header("alg", "'ES256'").with(Tokens.encoded(new byte[0])));
        assertRefused(published, token().header("alg", "'ES256'").with(Tokens.encoded(new byte[63])));
        assertRefused(
                published, token().header("alg", "'ES256'").with(Tokens.encoded(new byte[] {48, 6, 2, 1, 0, 2, 1, 0})));
    }

    @Test
    void callerOf_rsaSignatureOfNothing_isRefused() {
        for (BigInteger number : new BigInteger[] {BigInteger.ZERO, BigInteger.ONE}) {
            byte[] signature = new byte[256];
            signature[255] = number.byteValue();
            assertRefused(
                    published,
                    token().header("alg", "'RS256'").header("kid", "'r1'").with(Tokens.encoded(signature)));
        }
    }

    @Test
    void callerOf_changedClaims_areRefused() throws Exception {
        String good = token().hs256(Configured.SECRET);
        String signature = good.substring(good.lastIndexOf('.') + 1);
        assertTaken(shared, good);
        assertRefused(
                shared, token().header("alg", "'HS256'").claim("sub", "'eve'").with(signature));
        assertRefused(shared, good.substring(0, good.length() - 4));
        assertRefused(shared, good + "AAAA");
    }

    @Test
    void callerOf_encryptedToken_isUnknown() throws Exception {
        JWTClaimsSet claims = new JWTClaimsSet.Builder()
                .issuer(Configured.ISSUER)
                .subject("ada")
                .audience("lynchet")
                .expirationTime(Date.from(FakeSessions.OPENED_AT.plusSeconds(7_200)))
                .build();
        EncryptedJWT token =
                new EncryptedJWT(new JWEHeader(JWEAlgorithm.RSA_OAEP_256, EncryptionMethod.A256GCM), claims);
        token.encrypt(new RSAEncrypter(RSA.toRSAPublicKey()));
        assertUnknown(token.serialize());
    }

    @Test
    void callerOf_nestedToken_isUnknown() throws Exception {
        String inner = token().hs256(Configured.SECRET);
        String header = Tokens.encoded("{\"alg\":\"HS256\",\"cty\":\"JWT\"}");
        assertUnknown(header + "." + Tokens.encoded(inner) + ".AAAA");
        assertUnknown(header + "." + Tokens.encoded("\"" + inner + "\"") + ".AAAA");
    }

    @Test
    void callerOf_otherIssuers_areLeftToOthers() throws Exception {
        for (String issuer : new String[] {
            "'https://other.example'",
            "'https://issuer.example/'",
            "'HTTPS://ISSUER.EXAMPLE'",
            "7",
            "null",
            "['https://issuer.example']"
        }) {
            assertUnknown(token().claim("iss", issuer).hs256(Configured.SECRET));
        }
        assertUnknown(token().claim("iss", null).rs256(RSA));
        assertThat(server.asked()).isZero();
    }

    @Test
    void callerOf_hugeToken_isUnknown() throws Exception {
        Tokens padded = token().claim("x", "'" + "x".repeat(8_000) + "'");
        assertTaken(shared, padded.hs256(Configured.SECRET));
        String huge = token().claim("x", "'" + "x".repeat(12_500) + "'").hs256(Configured.SECRET);
        assertThat(huge.length()).isGreaterThan(SignedToken.CHARS_MAX);
        assertUnknown(huge);
    }

    @Test
    void callerOf_deepJson_isUnknown() throws Exception {
        assertTaken(shared, token().claim("x", "[".repeat(60) + "]".repeat(60)).hs256(Configured.SECRET));
        assertUnknown(token().claim("x", "[".repeat(64) + "]".repeat(64)).hs256(Configured.SECRET));
        assertUnknown(token().header("x", "[".repeat(4_000) + "]".repeat(4_000)).hs256(Configured.SECRET));
    }

    @Test
    void callerOf_duplicateNames_areUnknown() throws Exception {
        assertUnknown(token().after(",'sub':'eve'").hs256(Configured.SECRET));
        assertUnknown(token().after(",'iss':'" + Configured.ISSUER + "'").hs256(Configured.SECRET));
        assertUnknown(token().after(",'\\u0073ub':'eve'").hs256(Configured.SECRET));
        assertUnknown(token().header("alg", "'HS256','alg':'HS256'").hs256(Configured.SECRET));
    }

    @Test
    void callerOf_textsThatAreNoTokens_areUnknown() throws Exception {
        String good = token().hs256(Configured.SECRET);
        String header = good.substring(0, good.indexOf('.'));
        String claims = good.substring(header.length() + 1, good.lastIndexOf('.'));
        for (String odd : new String[] {
            "",
            ".",
            "..",
            "...",
            "a.b.c",
            "abc",
            good + ".",
            "." + good,
            good + "=",
            good + " ",
            header + "." + claims,
            header + ".." + claims,
            header + "." + claims + "==.AAAA",
            good.replace('.', ':'),
            "é.é.é",
            Tokens.encoded("[]") + "." + claims + ".AAAA",
            header + "." + Tokens.encoded("[]") + ".AAAA",
            header + "." + Tokens.encoded(new byte[] {'"', (byte) 0xc0, (byte) 0xaf, '"'}) + ".AAAA"
        }) {
            assertUnknown(odd);
        }
    }
}
