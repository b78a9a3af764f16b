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
 * The effect of the {@code auth} block on fields of the app's user entity. Fields in {@code auth.user.hide}, and
 * {@code passwordHash}, are for the server only, on every path and not only in {@code /api/auth/session}. Fields with
 * the server's knowledge of an account are written by the server alone. Otherwise users who may edit their row could
 * claim another user's address as verified.
 */
final class UserFields {
    private static final String USER_DEFAULT = "User";
    private static final String PASSWORD_HASH = "passwordHash";
    private static final Set<String> SERVER_WRITTEN = Set.of("email", "emailVerified", "createdAt");

    private UserFields() {}

    /**
     * Replaces the user entity by the one with changed fields.
     *
     * @param user the section of the {@code auth} block, or null
     */
    static void apply(ManifestSection user, Map<String, Entity> entities, DiagnosticCollector findings) {
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
