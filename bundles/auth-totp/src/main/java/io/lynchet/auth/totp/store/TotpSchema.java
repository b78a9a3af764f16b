// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.totp.store;

import io.lynchet.api.data.SystemSchema;
import io.lynchet.api.schema.Entity;
import io.lynchet.api.schema.Field;
import io.lynchet.api.schema.FieldType;
import io.lynchet.api.schema.Index;
import io.lynchet.auth.totp.secret.SecretCipher;
import java.util.List;

/**
 * The system entities of this bundle: one row per enrolled account, under the account's id, and one per unused recovery
 * code, under its digest.
 *
 * <p>{@link SecretCipher} encrypts the secret: it is needed to compare codes, but must not be readable in the store.
 */
public final class TotpSchema implements SystemSchema {
    public static final String ENROLMENTS = "_auth_totp";
    public static final String RECOVERY = "_auth_totp_recovery";

    public static final String SECRET = "secret";
    static final String LAST_STEP = "lastStep";
    static final String ENROLLED_AT = "enrolledAt";
    /** Null until a code of the app is shown. */
    static final String ENABLED_AT = "enabledAt";

    static final String RENEWED_AT = "recoveryRenewedAt";
    static final String USER = "userId";
    static final String CREATED_AT = "createdAt";

    @Override
    public List<Entity> entities() {
        return List.of(
                new Entity(
                        ENROLMENTS,
                        List.of(
                                Field.of(SECRET, FieldType.STRING, false),
                                Field.of(LAST_STEP, FieldType.INT, false),
                                Field.of(ENROLLED_AT, FieldType.DATETIME, false),
                                Field.of(ENABLED_AT, FieldType.DATETIME, true),
                                Field.of(RENEWED_AT, FieldType.DATETIME, true)),
                        List.of(),
                        List.of(),
                        false),
                new Entity(
                        RECOVERY,
                        List.of(
                                Field.of(USER, FieldType.STRING, false),
                                Field.of(CREATED_AT, FieldType.DATETIME, false)),
                        List.of(new Index("by_user", List.of(USER), false)),
                        List.of(),
                        false));
    }
}
