// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.data.read;

import io.lynchet.api.manifest.Manifest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/**
 * The fingerprint of read scopes, a short text that is the same after a restart. It covers the whole manifest: after
 * any change clients read their rows anew once, which is cheaper than a mistake about unchanged parts.
 */
final class ScopeFingerprint {
    private static final int BYTES = 10;

    private final byte[] base;

    ScopeFingerprint(String storeId, long epoch, Manifest manifest) {
        base = digest(text(List.of(storeId, epoch, manifest.document().text())));
    }

    /** @param group strings, booleans and collections of them; may hold nulls */
    String of(String entity, boolean admin, Object group) {
        byte[] whole = digest(HexFormat.of().formatHex(base) + text(List.of(entity, admin)) + text(group));
        return HexFormat.of().formatHex(whole, 0, BYTES);
    }

    // Lengths keep neighbouring values apart.
    private static String text(Object value) {
        if (value instanceof Collection<?> many) {
            List<String> parts = many.stream().map(ScopeFingerprint::text).toList();
            List<String> ordered =
                    value instanceof Set ? parts.stream().sorted().toList() : parts;
            return "(" + ordered.size() + String.join("", ordered) + ")";
        }
        String plain = String.valueOf(value);
        return (value == null ? "null" : value.getClass().getSimpleName()) + plain.length() + ":" + plain;
    }

    private static byte[] digest(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
