// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.jwt.key;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64URL;
import io.lynchet.api.LynchetException;
import io.lynchet.json.JsonNode;
import io.lynchet.json.JsonTree;
import java.io.IOException;
import java.security.interfaces.RSAPublicKey;
import java.util.ArrayList;
import java.util.List;

/**
 * The usable keys that an issuer has published. Other keys in the document are left out: those for encryption or other
 * algorithms, weak ones, and those with a published private part.
 */
public final class KeySet {
    private static final int KEYS_MAX = 100;
    private static final int RSA_BITS_LEAST = 2_048;
    // Beyond this size, one check takes milliseconds.
    private static final int RSA_BITS_MOST = 8_192;

    private final List<Key> keys;
    private final int leftOut;

    /**
     * A key.
     *
     * @param id may be null
     */
    private record Key(String id, SigningAlgorithm algorithm, JWSVerifier verifier) {}

    private KeySet(List<Key> keys, int leftOut) {
        this.keys = keys;
        this.leftOut = leftOut;
    }

    /** Parses a document. Fails when it is no key set; leaves out a key that makes no sense. */
    public static KeySet read(byte[] document) throws IOException {
        List<JsonNode> items = items(document);
        List<Key> usable = new ArrayList<>(items.size());
        for (JsonNode item : items) {
            Key key = item instanceof JsonNode.ObjectNode object ? key(object) : null;
            if (key != null) {
                usable.add(key);
            }
        }
        return new KeySet(List.copyOf(usable), items.size() - usable.size());
    }

    private static List<JsonNode> items(byte[] document) throws IOException {
        JsonNode root;
        try {
            root = JsonTree.read(document);
        } catch (LynchetException e) {
            throw new IOException("the key set is not JSON", e);
        }
        if (!(root instanceof JsonNode.ObjectNode object && object.get("keys") instanceof JsonNode.ArrayNode array)) {
            throw new IOException("the document is not a key set");
        }
        if (array.items().size() > KEYS_MAX) {
            throw new IOException("more than " + KEYS_MAX + " keys");
        }
        return array.items();
    }

    private static Key key(JsonNode.ObjectNode jwk) {
        SigningAlgorithm algorithm = algorithm(jwk);
        if (algorithm == null || !isForSignatures(jwk, algorithm)) {
            return null;
        }
        try {
            String id = SignedToken.text(jwk, "kid");
            return new Key(id, algorithm, algorithm == SigningAlgorithm.RS256 ? rsa(jwk) : ec(jwk));
        } catch (JOSEException | IllegalArgumentException | IllegalStateException e) {
            // No number, too small a one, or no point of the curve.
            return null;
        }
    }

    /** Returns the algorithm for which keys of this type are accepted, or null. */
    private static SigningAlgorithm algorithm(JsonNode.ObjectNode jwk) {
        String type = SignedToken.text(jwk, "kty");
        if ("RSA".equals(type)) {
            return SigningAlgorithm.RS256;
        }
        return "EC".equals(type) && "P-256".equals(SignedToken.text(jwk, "crv")) ? SigningAlgorithm.ES256 : null;
    }

    private static boolean isForSignatures(JsonNode.ObjectNode jwk, SigningAlgorithm algorithm) {
        boolean operations = jwk.get("key_ops") == null
                || jwk.get("key_ops") instanceof JsonNode.ArrayNode list
                        && list.items().stream()
                                .anyMatch(item -> item instanceof JsonNode.StringNode text
                                        && text.value().equals("verify"));
        return operations
                && (jwk.get("use") == null || "sig".equals(SignedToken.text(jwk, "use")))
                && (jwk.get("alg") == null || algorithm.name().equals(SignedToken.text(jwk, "alg")))
                && (jwk.get("kid") == null || SignedToken.text(jwk, "kid") != null)
                && jwk.get("d") == null;
    }

    private static JWSVerifier rsa(JsonNode.ObjectNode jwk) throws JOSEException {
        RSAPublicKey key =
                new RSAKey.Builder(number(jwk, "n"), number(jwk, "e")).build().toRSAPublicKey();
        int bits = key.getModulus().bitLength();
        if (bits < RSA_BITS_LEAST || bits > RSA_BITS_MOST) {
            throw new IllegalArgumentException("RSA key of " + bits + " bits");
        }
        // With an even exponent or 1, an attacker could forge signatures.
        if (key.getPublicExponent().bitLength() < 2 || !key.getPublicExponent().testBit(0)) {
            throw new IllegalArgumentException("exponent of an RSA key");
        }
        return new RSASSAVerifier(key);
    }

    private static JWSVerifier ec(JsonNode.ObjectNode jwk) throws JOSEException {
        return new ECDSAVerifier(new ECKey.Builder(Curve.P_256, number(jwk, "x"), number(jwk, "y"))
                .build()
                .toECPublicKey());
    }

    private static Base64URL number(JsonNode.ObjectNode jwk, String name) {
        String text = SignedToken.text(jwk, name);
        if (text == null || !text.matches("[A-Za-z0-9_-]{1,2000}")) {
            throw new IllegalArgumentException(name + " of a key");
        }
        return new Base64URL(text);
    }

    /** Tells whether there is a key with this id, for any algorithm. */
    boolean has(String keyId) {
        return keys.stream().anyMatch(key -> keyId.equals(key.id()));
    }

    /** Tells whether one of the keys has signed the token: the one it names, or any if it names none. */
    boolean haveSigned(SignedToken token, SigningAlgorithm algorithm) {
        String keyId = token.keyId();
        return keys.stream()
                .filter(key -> key.algorithm() == algorithm && (keyId == null || keyId.equals(key.id())))
                .anyMatch(key -> isGood(key, token));
    }

    private static boolean isGood(Key key, SignedToken token) {
        try {
            return key.verifier().verify(key.algorithm().header(), token.signedBytes(), token.signature());
        } catch (JOSEException e) {
            // Such as a signature that can't come from this kind of key.
            return false;
        }
    }

    /** Returns counts, for the log. */
    @Override
    public String toString() {
        return keys.size() + " keys, and " + leftOut + " that can't be used here";
    }
}
