// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.password.credential;

import io.lynchet.api.data.SystemSchema;
import io.lynchet.api.schema.Entity;
import io.lynchet.api.schema.Field;
import io.lynchet.api.schema.FieldType;
import io.lynchet.api.schema.Index;
import java.util.List;

/** The system entities of this bundle. They hold hashes only, of passwords as well as of mailed tokens and codes. */
public final class PasswordSchema implements SystemSchema {
    /** One row per account, under its id. */
    public static final String PASSWORDS = "_auth_passwords";

    /** One row per mailed token, under the token's hash. */
    public static final String RESETS = "_auth_resets";

    /** One row per account whose user was mailed a code to prove an address, under the account's id. */
    public static final String VERIFICATIONS = "_auth_verifications";

    @Override
    public List<Entity> entities() {
        Entity passwords = new Entity(
                PASSWORDS,
                List.of(
                        Field.of("hash", FieldType.STRING, false),
                        Field.of("proven", FieldType.BOOL, false),
                        Field.of("changedAt", FieldType.DATETIME, false)),
                List.of(),
                List.of(),
                false);
        Entity resets = new Entity(
                RESETS,
                List.of(
                        Field.of("userId", FieldType.STRING, false),
                        Field.of("email", FieldType.STRING, false),
                        Field.of("expiresAt", FieldType.DATETIME, false)),
                List.of(new Index("user", List.of("userId"), false), new Index("expiry", List.of("expiresAt"), false)),
                List.of(),
                false);
        return List.of(passwords, resets, verifications());
    }

    private static Entity verifications() {
        return new Entity(
                VERIFICATIONS,
                List.of(
                        Field.of("email", FieldType.STRING, false),
                        Field.of("accountEmail", FieldType.STRING, false),
                        Field.of("codeHash", FieldType.STRING, false),
                        Field.of("salt", FieldType.STRING, false),
                        Field.of("tries", FieldType.INT, false),
                        Field.of("sentAt", FieldType.DATETIME, false),
                        Field.of("expiresAt", FieldType.DATETIME, false)),
                List.of(new Index("expiry", List.of("expiresAt"), false)),
                List.of(),
                false);
    }
}
