// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.password.credential;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.data.DataService;
import io.lynchet.api.data.Mutation;
import io.lynchet.api.principal.Principal;
import io.lynchet.api.query.Comparison;
import io.lynchet.api.query.Filter;
import io.lynchet.api.query.Query;
import io.lynchet.api.row.Row;
import io.lynchet.api.schema.Entity;
import io.lynchet.system.rows.SystemRows;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;

/**
 * The tokens with which a user sets a new password. Each is valid once and for half an hour. Its SHA-256 hash is
 * stored, as the id.
 */
public final class ResetRows {
    public static final Duration LIFE = Duration.ofMinutes(30);

    private static final int TOKEN_BYTES = 32;
    private static final int PURGED_MAX = 100;

    private final SystemRows rows;
    private final SecureRandom random = new SecureRandom();

    /**
     * A token that was mailed and is not used yet.
     *
     * @param email the address that it was mailed to
     */
    public record Reset(String id, String userId, String email) {}

    public ResetRows(SystemRows rows) {
        this.rows = rows;
    }

    /** Makes a token and stores its hash. The token itself is known only now. */
    public String issue(String userId, String email) {
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

    /** Returns the stored token. Fails with {@code INVALID_CODE} when it is unknown, used or expired. */
    public Reset find(String token) {
        Row row = rows.get(PasswordSchema.RESETS, hash(token)).orElseThrow(ResetRows::badToken);
        if (!rows.now().isBefore((Instant) row.get("expiresAt"))) {
            throw badToken();
        }
        return new Reset(row.id(), (String) row.get("userId"), (String) row.get("email"));
    }

    /** Deletes the token. Fails with {@code INVALID_CODE} when another request has done so. */
    public void useUp(Reset reset) {
        if (!rows.delete(PasswordSchema.RESETS, reset.id())) {
            throw badToken();
        }
    }

    /** Deletes some expired tokens. */
    public void purge() {
        rows.writeAsRead(service -> {
            Entity entity = SystemRows.entity(service, PasswordSchema.RESETS);
            return deletions(service, SystemRows.compare(entity, "expiresAt", Comparison.LESS, rows.now()), null);
        });
    }

    /** Returns the deletions of the account's tokens except one, which may be null. */
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

    public static LynchetException badToken() {
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
