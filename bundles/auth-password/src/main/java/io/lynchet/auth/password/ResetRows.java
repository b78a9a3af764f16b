// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.password;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.auth.Principal;
import io.lynchet.api.data.DataService;
import io.lynchet.api.data.Mutation;
import io.lynchet.api.data.SystemRows;
import io.lynchet.api.query.Comparison;
import io.lynchet.api.query.Filter;
import io.lynchet.api.query.Query;
import io.lynchet.api.row.Row;
import io.lynchet.api.schema.Entity;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;

/** Tokens that let somebody set a new password. Each is good once and for half an hour; what is stored is its SHA-256 hash, as the id. */
final class ResetRows {
    static final Duration LIFE = Duration.ofMinutes(30);

    private static final int TOKEN_BYTES = 32;
    private static final int PURGED_MAX = 100;

    private final SystemRows rows;
    private final SecureRandom random = new SecureRandom();

    /**
     * A token that was sent and not used.
     *
     * @param email to which it was sent
     */
    record Reset(String id, String userId, String email) {}

    ResetRows(SystemRows rows) {
        this.rows = rows;
    }

    /** Makes a token; it is not kept, so this is the only moment at which it is known. */
    String issue(String userId, String email) {
        byte[] bytes = new byte[TOKEN_BYTES];
        random.nextBytes(bytes);
        String token = HexFormat.of().formatHex(bytes);
        rows.insert(
                PasswordSchema.RESETS,
                hash(token),
                draft -> draft.set("userId", userId)
                        .set("email", email)
                        .set("expiresAt", rows.now().plus(LIFE)));
        return token;
    }

    /** {@code INVALID_CODE} when the token is unknown, used or too old. */
    Reset find(String token) {
        Row row = rows.get(PasswordSchema.RESETS, hash(token)).orElseThrow(ResetRows::badToken);
        if (!rows.now().isBefore((Instant) row.get("expiresAt"))) {
            throw badToken();
        }
        return new Reset(row.id(), (String) row.get("userId"), (String) row.get("email"));
    }

    /** Takes the token away; {@code INVALID_CODE} when another request has done so. */
    void useUp(Reset reset) {
        if (!rows.delete(PasswordSchema.RESETS, reset.id())) {
            throw badToken();
        }
    }

    /** Removes tokens that are too old, some at a time. */
    void purge() {
        rows.writeAsRead(service -> {
            Entity entity = SystemRows.entity(service, PasswordSchema.RESETS);
            return deletions(service, SystemRows.compare(entity, "expiresAt", Comparison.LESS, rows.now()), null);
        });
    }

    /** What removes the account's tokens but one, which may be null. */
    List<Mutation> deletions(DataService service, String userId, String exceptId) {
        Entity entity = SystemRows.entity(service, PasswordSchema.RESETS);
        return deletions(service, SystemRows.equal(entity, "userId", userId), exceptId);
    }

    private static List<Mutation> deletions(DataService service, Filter filter, String exceptId) {
        Entity entity = SystemRows.entity(service, PasswordSchema.RESETS);
        return service.query(Principal.ADMIN, Query.of(entity, filter, PURGED_MAX)).rows().stream()
                .filter(row -> !row.id().equals(exceptId))
                .<Mutation>map(row -> new Mutation.Delete(entity, row.id(), Mutation.ANY))
                .toList();
    }

    static LynchetException badToken() {
        return new LynchetException(ErrorCode.INVALID_CODE, "The token is wrong, used up or expired.");
    }

    private static String hash(String token) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(token.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
