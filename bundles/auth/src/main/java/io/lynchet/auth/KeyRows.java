// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.auth.ApiKeys;
import io.lynchet.api.data.SystemRows;
import io.lynchet.api.row.Row;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Keys for programs, {@code pk.key_<id>.<secret>}. The row has the digest of the secret; the key itself is known when it is made and never again. */
final class KeyRows implements ApiKeys {
    static final String PREFIX = "pk.";

    private static final int ID_BYTES = 12;
    private static final int SECRET_BYTES = 32;
    private static final int SHOWN_CHARS = 15;
    private static final int OF_USER_MAX = 100;

    private final SystemRows rows;

    KeyRows(SystemRows rows) {
        this.rows = rows;
    }

    /** A key that was just made. */
    record Made(String key, ApiKey apiKey) {}

    /** @param expiresAt or null for never */
    Made make(String userId, String name, Set<String> scopes, Instant expiresAt) {
        if (of(userId).size() >= OF_USER_MAX) {
            throw new LynchetException(ErrorCode.CONFLICT, "There are " + OF_USER_MAX + " keys; delete one first.");
        }
        String id = "key_" + Secrets.randomHex(ID_BYTES);
        String secret = Secrets.randomHex(SECRET_BYTES);
        String key = PREFIX + id + "." + secret;
        rows.insert(
                AuthSchema.KEYS,
                id,
                draft -> draft.set("userId", userId)
                        .set("name", name)
                        .set("prefix", key.substring(0, SHOWN_CHARS))
                        .set("secretHash", Secrets.hash(secret))
                        .set("scopes", String.join(" ", new TreeSet<>(scopes)))
                        .set("createdAt", rows.now())
                        .set("expiresAt", expiresAt));
        return new Made(key, key(rows.get(AuthSchema.KEYS, id).orElseThrow()));
    }

    @Override
    public List<ApiKey> of(String userId) {
        return rows
                .newest(AuthSchema.KEYS, entity -> SystemRows.equal(entity, "userId", userId), "createdAt", OF_USER_MAX)
                .stream()
                .map(KeyRows::key)
                .toList();
    }

    private static ApiKey key(Row row) {
        return new ApiKey(
                row.id(),
                (String) row.get("userId"),
                (String) row.get("name"),
                (String) row.get("prefix"),
                Set.of(((String) row.get("scopes")).split(" ")),
                (Instant) row.get("createdAt"),
                (Instant) row.get("expiresAt"));
    }

    @Override
    public boolean revoke(String id) {
        return rows.delete(AuthSchema.KEYS, id);
    }

    /** Whether this user had such a key. */
    boolean delete(String userId, String id) {
        return rows.get(AuthSchema.KEYS, id)
                        .filter(row -> row.get("userId").equals(userId))
                        .isPresent()
                && revoke(id);
    }

    /** The row of a key whose secret is right. */
    Optional<Row> row(String key) {
        int dot = key.indexOf('.', PREFIX.length());
        if (dot < 0) {
            return Optional.empty();
        }
        byte[] given = Secrets.sha256(key.substring(dot + 1).getBytes(StandardCharsets.UTF_8));
        String id = key.substring(PREFIX.length(), dot);
        return id.isEmpty() || id.length() > 100
                ? Optional.empty()
                : rows.get(AuthSchema.KEYS, id)
                        .filter(row ->
                                MessageDigest.isEqual(HexFormat.of().parseHex((String) row.get("secretHash")), given));
    }
}
