// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.totp;

import io.lynchet.api.data.SystemSchema;
import io.lynchet.api.schema.Entity;
import io.lynchet.api.schema.Field;
import io.lynchet.api.schema.FieldType;
import io.lynchet.api.schema.Index;
import java.util.List;

/**
 * One row for each account that has enrolled, under the account's id, and one for each recovery code that is left, under its digest.
 *
 * <p>The secret is there as {@link SecretSeal} makes it: to compare codes it has to be known, but not by whoever reads the store.
 */
final class TotpSchema implements SystemSchema {
    static final String ENROLMENTS = "_auth_totp";
    static final String RECOVERY = "_auth_totp_recovery";

    static final String SECRET = "secret";
    static final String LAST_STEP = "lastStep";
    static final String ENROLLED_AT = "enrolledAt";
    /** Null as long as no code of the app was shown. */
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
