// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.caller;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.auth.ApiKeys;
import io.lynchet.api.row.Row;
import io.lynchet.auth.schema.AuthSchema;
import io.lynchet.auth.schema.TokenDigests;
import io.lynchet.system.rows.SystemRows;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The API keys, {@code pk.key_<id>.<secret>}. The row has the digest of the secret; the key itself is shown once, when
 * it is made.
 */
public final class ApiKeyRows implements ApiKeys {
    static final String PREFIX = "pk.";

    private static final int ID_BYTES = 12;
    private static final int SECRET_BYTES = 32;
    private static final int SHOWN_CHARS = 15;
    private static final int OF_USER_MAX = 100;

    private final SystemRows rows;

    public ApiKeyRows(SystemRows rows) {
        this.rows = rows;
    }

    /** A new key. */
    public record Made(String key, ApiKey apiKey) {}

    /**
     * Makes a key.
     *
     * @param expiresAt or null for never
     */
    public Made make(String userId, String name, Set<String> scopes, Instant expiresAt) {
        if (of(userId).size() >= OF_USER_MAX) {
            throw new LynchetException(
                    ErrorCode.CONFLICT, "You have " + OF_USER_MAX + " keys, the most allowed; delete one first.");
        }
        String id = "key_" + TokenDigests.randomHex(ID_BYTES);
        String secret = TokenDigests.randomHex(SECRET_BYTES);
        String key = PREFIX + id + "." + secret;
        rows.insert(
                AuthSchema.KEYS,
                id,
                draft -> draft.set("userId", userId)
                        .set("name", name)
                        .set("prefix", key.substring(0, SHOWN_CHARS))
                        .set("secretHash", TokenDigests.hash(secret))
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
                .map(ApiKeyRows::key)
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

    /** Deletes a key of this user. Returns false when there is none. */
    public boolean delete(String userId, String id) {
        return rows.get(AuthSchema.KEYS, id)
                        .filter(row -> row.get("userId").equals(userId))
                        .isPresent()
                && revoke(id);
    }

    /** Returns the row of a key with the right secret, or empty. */
    Optional<Row> row(String key) {
        int dot = key.indexOf('.', PREFIX.length());
        if (dot < 0) {
            return Optional.empty();
        }
        byte[] given = TokenDigests.sha256(key.substring(dot + 1).getBytes(StandardCharsets.UTF_8));
        String id = key.substring(PREFIX.length(), dot);
        return id.isEmpty() || id.length() > 100
                ? Optional.empty()
                : rows.get(AuthSchema.KEYS, id)
                        .filter(row ->
                                MessageDigest.isEqual(HexFormat.of().parseHex((String) row.get("secretHash")), given));
    }
}
