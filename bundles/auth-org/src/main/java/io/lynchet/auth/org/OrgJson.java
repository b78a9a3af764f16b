// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.org;

import io.lynchet.json.JsonWriter;
import io.lynchet.json.SchemaText;
import java.nio.charset.StandardCharsets;

/** How organisations and invitations are told. */
final class OrgJson {
    static final String ID = "{\"type\":\"string\",\"minLength\":1,\"maxLength\":200}";
    static final String TEXT = "{\"type\":\"string\"}";
    static final String SECONDS = "{\"type\":\"integer\",\"description\":\"Seconds since 1970.\"}";
    static final String ROLE = "{\"enum\":[\"owner\",\"admin\",\"member\"]}";
    static final String ORGANISATION = SchemaText.object(
            "id,name,created_at,role",
            "id",
            ID,
            "name",
            TEXT,
            "created_at",
            SECONDS,
            "role",
            "{\"enum\":[\"owner\",\"admin\",\"member\",null],\"description\":\"Of the caller; null for admins.\"}");

    private OrgJson() {}

    static JsonWriter write(JsonWriter json, Organisation organisation, OrgRole role) {
        return json.beginObject()
                .name("id")
                .value(organisation.id())
                .name("name")
                .value(organisation.name())
                .name("created_at")
                .value(organisation.createdAt().getEpochSecond())
                .name("role")
                .value(role == null ? null : role.wire())
                .endObject();
    }

    /** {@code {"deleted":true}} and its like. */
    static byte[] yes(String name) {
        return ("{\"" + name + "\":true}").getBytes(StandardCharsets.UTF_8);
    }

    /** The schema of that. */
    static String yesSchema(String name) {
        return SchemaText.object(name, name, "{\"const\":true}");
    }
}
