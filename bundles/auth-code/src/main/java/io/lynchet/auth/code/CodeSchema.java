// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.code;

import io.lynchet.api.data.SystemSchema;
import io.lynchet.api.schema.Entity;
import io.lynchet.api.schema.Field;
import io.lynchet.api.schema.FieldType;
import io.lynchet.api.schema.Index;
import java.util.List;

/** The system entity of pending codes; one row per address. */
final class CodeSchema implements SystemSchema {
    static final String ENTITY = "_auth_codes";

    static final String CODE_HASH = "codeHash";
    static final String SALT = "salt";
    static final String TRIES = "tries";
    static final String ASKED_FROM = "askedFrom";
    static final String SENT_AT = "sentAt";
    static final String EXPIRES_AT = "expiresAt";

    @Override
    public List<Entity> entities() {
        return List.of(new Entity(
                ENTITY,
                List.of(
                        Field.of(CODE_HASH, FieldType.STRING, false),
                        Field.of(SALT, FieldType.STRING, false),
                        Field.of(TRIES, FieldType.INT, false),
                        Field.of(ASKED_FROM, FieldType.STRING, true),
                        Field.of(SENT_AT, FieldType.DATETIME, false),
                        Field.of(EXPIRES_AT, FieldType.DATETIME, false)),
                List.of(new Index("by_expiry", List.of(EXPIRES_AT), false)),
                List.of(),
                false));
    }
}
