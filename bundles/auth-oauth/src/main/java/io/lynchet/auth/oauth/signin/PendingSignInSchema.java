// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.oauth.signin;

import io.lynchet.api.data.SystemSchema;
import io.lynchet.api.schema.Entity;
import io.lynchet.api.schema.Field;
import io.lynchet.api.schema.FieldType;
import io.lynchet.api.schema.Index;
import java.util.List;

/** The system entity of pending sign-ins; the id is derived from the state's hash. */
public final class PendingSignInSchema implements SystemSchema {
    static final String ENTITY = "_auth_oauth_states";
    static final String PROVIDER = "provider";
    static final String BROWSER_HASH = "browserHash";
    static final String REDIRECT_URI = "redirectUri";
    static final String CALLBACK = "callback";
    static final String ERROR_CALLBACK = "errorCallback";
    static final String EXPIRES_AT = "expiresAt";

    @Override
    public List<Entity> entities() {
        List<Field> fields = List.of(
                Field.of(PROVIDER, FieldType.STRING, false),
                Field.of(BROWSER_HASH, FieldType.STRING, false),
                Field.of(REDIRECT_URI, FieldType.STRING, false),
                Field.of(CALLBACK, FieldType.STRING, true),
                Field.of(ERROR_CALLBACK, FieldType.STRING, true),
                Field.of(EXPIRES_AT, FieldType.DATETIME, false));
        List<Index> indexes = List.of(new Index("byExpiry", List.of(EXPIRES_AT), false));
        return List.of(new Entity(ENTITY, fields, indexes, List.of(), false));
    }
}
