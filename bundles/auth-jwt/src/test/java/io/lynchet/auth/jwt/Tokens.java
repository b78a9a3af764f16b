// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.jwt;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.RSAKey;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.interfaces.RSAPublicKey;
import java.time.Clock;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.StringJoiner;

/** Makes tokens letter by letter, so that they can be as wrong as a test wants them; good ones are good for an hour. */
public final class Tokens {
    private final Map<String, String> header = new LinkedHashMap<>();
    private final Map<String, String> claims = new LinkedHashMap<>();
    private String after = "";

    public Tokens(Clock clock) {
        long now = clock.instant().getEpochSecond();
        header("typ", "'JWT'");
        claim("iss", "'" + Configured.ISSUER + "'").claim("aud", "'lynchet'").claim("sub", "'ada'");
        claim("iat", now).claim("exp", now + 3_600);
    }

    /** @param json single quotes stand for double ones; null takes the member away */
    Tokens header(String name, Object json) {
        return put(header, name, json);
    }

    /** @param json single quotes stand for double ones; null takes the claim away */
    Tokens claim(String name, Object json) {
        return put(claims, name, json);
    }

    /** Text behind the last claim. */
    Tokens after(String json) {
        after = json.replace('\'', '"');
        return this;
    }

    private Tokens put(Map<String, String> object, String name, Object json) {
        if (json == null) {
            object.remove(name);
        } else {
            object.put(name, json.toString().replace('\'', '"'));
        }
        return this;
    }

    String hs256(String secret) throws JOSEException {
        return hs256(secret.getBytes(StandardCharsets.UTF_8));
    }

    String hs256(byte[] secret) throws JOSEException {
        header.putIfAbsent("alg", "\"HS256\"");
        return signed(JWSAlgorithm.HS256, new MACSigner(secret));
    }

    /** With the private part. */
    public static RSAKey rsa(KeyPair pair, String keyId) {
        return new RSAKey.Builder((RSAPublicKey) pair.getPublic())
                .privateKey(pair.getPrivate())
                .keyID(keyId)
                .build();
    }

    public String rs256(RSAKey key) throws JOSEException {
        header.putIfAbsent("kid", "\"" + key.getKeyID() + "\"");
        return rs256Unnamed(key);
    }

    /** Without saying by which key. */
    String rs256Unnamed(RSAKey key) throws JOSEException {
        header.putIfAbsent("alg", "\"RS256\"");
        return signed(JWSAlgorithm.RS256, new RSASSASigner(key));
    }

    public String es256(ECKey key) throws JOSEException {
        header.putIfAbsent("alg", "\"ES256\"");
        header.putIfAbsent("kid", "\"" + key.getKeyID() + "\"");
        return signed(JWSAlgorithm.ES256, new ECDSASigner(key));
    }

    private String signed(JWSAlgorithm algorithm, JWSSigner signer) throws JOSEException {
        return with(signer.sign(new JWSHeader(algorithm), unsigned().getBytes(StandardCharsets.US_ASCII))
                .toString());
    }

    /** @param signature in Base64 */
    String with(String signature) {
        return unsigned() + "." + signature;
    }

    private String unsigned() {
        return encoded(object(header, "")) + "." + encoded(object(claims, after));
    }

    private static String object(Map<String, String> members, String after) {
        StringJoiner json = new StringJoiner(",", "{", after + "}");
        members.forEach((name, value) -> json.add("\"" + name + "\":" + value));
        return json.toString();
    }

    static String encoded(String text) {
        return encoded(text.getBytes(StandardCharsets.UTF_8));
    }

    static String encoded(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
