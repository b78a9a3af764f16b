// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.orgs.routes;

import io.lynchet.json.JsonWriter;
import io.lynchet.json.row.SchemaText;
import io.lynchet.orgs.model.OrgRole;
import io.lynchet.orgs.model.Organisation;
import java.nio.charset.StandardCharsets;

/** The JSON of organisations and invitations. */
public final class OrgJson {
    public static final String ID = "{\"type\":\"string\",\"minLength\":1,\"maxLength\":200}";
    public static final String TEXT = "{\"type\":\"string\"}";
    public static final String SECONDS = "{\"type\":\"integer\",\"description\":\"Seconds since 1970.\"}";
    public static final String ROLE = "{\"enum\":[\"owner\",\"admin\",\"member\"]}";
    static final String ORGANISATION = SchemaText.object(
            "id,name,created_at,role",
            "id",
            ID,
            "name",
            TEXT,
            "created_at",
            SECONDS,
            "role",
            "{\"enum\":[\"owner\",\"admin\",\"member\",null],\"description\":\"The role of the caller; null for"
                    + " admins.\"}");

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

    /** Returns {@code {"deleted":true}} and its like. */
    public static byte[] yes(String name) {
        return ("{\"" + name + "\":true}").getBytes(StandardCharsets.UTF_8);
    }

    /** Returns the schema of such a body. */
    public static String yesSchema(String name) {
        return SchemaText.object(name, name, "{\"const\":true}");
    }
}
