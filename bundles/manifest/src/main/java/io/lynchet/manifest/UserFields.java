// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.manifest;

import io.lynchet.api.schema.Entity;
import io.lynchet.api.schema.Field;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What fields of the app's own entity of people are besides what the manifest says of each. Those that {@code auth.user.hide} names, and
 * {@code passwordHash}, are for the server only, on every path, not just in the answer of {@code /api/auth/session}. Those that tell what the
 * server knows of an account are written by the server alone: whoever may edit their row could otherwise take an address that is
 * somebody else's, and call it proven.
 */
final class UserFields {
    private static final String USER_DEFAULT = "User";
    private static final String PASSWORD_HASH = "passwordHash";
    private static final Set<String> SERVER_WRITTEN = Set.of("email", "emailVerified", "createdAt");

    private UserFields() {}

    /**
     * Puts the entity with its fields as they are for people in the place of the one that was read.
     *
     * @param user of the {@code auth} block, or null
     */
    static void apply(Section user, Map<String, Entity> entities, Findings findings) {
        String name = user != null && user.has("entity") ? user.string("entity", false) : USER_DEFAULT;
        Set<String> hidden = new TreeSet<>(user == null ? List.of() : user.strings("hide", false));
        Entity entity = entities.get(name);
        if (entity == null) {
            return;
        }
        for (String field : hidden) {
            if (entity.fieldOrNull(field) == null) {
                findings.error(
                        "AUTH_FIELD_NOT_FOUND",
                        "\"hide\" names the field \"" + field + "\", which \"" + name + "\" does not have.",
                        user.place("hide"),
                        null);
            }
        }
        hidden.add(PASSWORD_HASH);
        entities.put(name, entity.mapFields(field -> of(field, hidden)));
    }

    private static Field of(Field field, Set<String> hidden) {
        Field kept = SERVER_WRITTEN.contains(field.name()) ? field.asServerWritten() : field;
        return hidden.contains(field.name()) ? kept.asServerOnly() : kept;
    }
}
