// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.jwt.key;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import io.lynchet.auth.jwt.MovedClock;
import io.lynchet.auth.jwt.Tokens;
import io.lynchet.testkit.auth.KnownKeys;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Which published keys count. */
class KeySetTest {
    private static final RSAKey RSA = Tokens.rsa(KnownKeys.FIRST, "r1");
    private static ECKey ec;

    private final MovedClock clock = new MovedClock();

    @BeforeAll
    static void makeKey() throws Exception {
        ec = new ECKeyGenerator(Curve.P_256).keyID("e1").generate();
    }

    private static KeySet set(String... keys) throws IOException {
        return KeySet.read(("{\"keys\":[" + String.join(",", keys) + "]}").getBytes(StandardCharsets.UTF_8));
    }

    private boolean believesRsa(KeySet keys) throws Exception {
        return keys.haveSigned(SignedToken.read(new Tokens(clock).rs256(RSA)).orElseThrow(), SigningAlgorithm.RS256);
    }

    private boolean believesEc(KeySet keys) throws Exception {
        return keys.haveSigned(SignedToken.read(new Tokens(clock).es256(ec)).orElseThrow(), SigningAlgorithm.ES256);
    }

    /** @param json replaces the member; null takes it away */
    private static String changed(JWK key, String member, String json) {
        Map<String, String> members = new LinkedHashMap<>();
        key.toPublicJWK().toJSONObject().forEach((name, value) -> members.put(name, "\"" + value + "\""));
        if (json == null) {
            members.remove(member);
        } else {
            members.put(member, json);
        }
        return members.entrySet().stream()
                .map(entry -> "\"" + entry.getKey() + "\":" + entry.getValue())
                .collect(Collectors.joining(",", "{", "}"));
    }

    @Test
    void read_goodKeys_areUsed() throws Exception {
        KeySet keys = set(RSA.toPublicJWK().toString(), ec.toPublicJWK().toString());
        assertThat(believesRsa(keys)).isTrue();
        assertThat(believesEc(keys)).isTrue();
        assertThat(believesRsa(set(changed(RSA, "use", "\"sig\"")))).isTrue();
        assertThat(believesRsa(set(changed(RSA, "alg", "\"RS256\"")))).isTrue();
        assertThat(believesRsa(set(changed(RSA, "key_ops", "[\"verify\"]")))).isTrue();
        assertThat(believesRsa(set(changed(RSA, "x5c", "[\"whatever\"]")))).isTrue();
    }

    @Test
    void read_keysForSomethingElse_areLeftOut() throws Exception {
        String[][] changes = {
            {"use", "\"enc\""},
            {"use", "7"},
            {"use", "null"},
            {"alg", "\"RS512\""},
            {"alg", "\"HS256\""},
            {"alg", "\"none\""},
            {"alg", "null"},
            {"key_ops", "[\"encrypt\"]"},
            {"key_ops", "[1e999]"},
            {"key_ops", "\"verify\""},
            {"kty", "\"oct\""},
            {"kty", "\"EC\""},
            {"kty", "\"rsa\""},
            {"kty", null},
            {"kid", "7"},
            {"n", null},
            {"n", "7"},
            {"n", "\"\""},
            {"n", "\"AQAB\""},
            {"n", "\"" + "_".repeat(1_500) + "\""},
            {"e", null},
            {"e", "\"AQ\""},
            {"e", "\"AA\""},
            {"e", "\"BA\""},
            {"d", "\"AQAB\""}
        };
        for (String[] change : changes) {
            KeySet keys = set(changed(RSA, change[0], change[1]));
            assertThat(believesRsa(keys)).as(String.join(" ", change)).isFalse();
            assertThat(keys).as(String.join(" ", change)).hasToString("0 keys, and 1 that can't be used here");
        }
    }

    @Test
    void read_oddCurveKeys_areLeftOut() throws Exception {
        String[][] changes = {
            {"crv", "\"P-384\""},
            {"crv", "\"secp256k1\""},
            {"crv", null},
            {"kty", "\"RSA\""},
            {"alg", "\"ES384\""},
            {"x", "\"AQAB\""},
            {"y", null},
            {"x", "\"AA\""}
        };
        for (String[] change : changes) {
            assertThat(set(changed(ec, change[0], change[1])))
                    .as(String.join(" ", change))
                    .hasToString("0 keys, and 1 that can't be used here");
        }
    }

    @Test
    void read_privateParts_areLeftOut() throws Exception {
        assertThat(believesRsa(set(RSA.toString()))).isFalse();
        assertThat(believesEc(set(ec.toString()))).isFalse();
    }

    @Test
    void read_sharedSecrets_areLeftOut() throws Exception {
        assertThat(set("{\"kty\":\"oct\",\"kid\":\"s\",\"k\":\"AAAA\"}", "7", "null", "[]"))
                .hasToString("0 keys, and 4 that can't be used here");
    }

    @Test
    void read_badKeysAmongGoodOnes_doNoHarm() throws Exception {
        KeySet keys = set("{}", changed(RSA, "n", "\"AQAB\""), RSA.toPublicJWK().toString());
        assertThat(believesRsa(keys)).isTrue();
        assertThat(keys).hasToString("1 keys, and 2 that can't be used here");
    }

    @Test
    void read_twoKeysOfOneName_bothCount() throws Exception {
        RSAKey other = Tokens.rsa(KnownKeys.SECOND, "r1");
        assertThat(believesRsa(
                        set(other.toPublicJWK().toString(), RSA.toPublicJWK().toString())))
                .isTrue();
    }
}
