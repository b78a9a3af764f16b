// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.account;

import io.lynchet.api.JsonText;
import io.lynchet.api.auth.NewAccount;
import io.lynchet.api.data.DataService;
import io.lynchet.api.principal.Principal;
import io.lynchet.api.row.Draft;
import io.lynchet.api.row.Row;
import io.lynchet.api.schema.Entity;
import io.lynchet.api.schema.Field;
import io.lynchet.api.schema.FieldType;
import io.lynchet.auth.schema.ManifestAuth;
import io.lynchet.json.JsonWriter;
import io.lynchet.system.rows.SystemRows;
import java.time.Instant;
import java.util.Optional;

/** The app's own rows about its users, in the entity that the manifest's {@code auth.user.entity} names. */
public final class UserRows {
    private static final String HIDDEN = "passwordHash";

    private UserRows() {}

    /** Returns the row of a new account, with those of its values that the entity has fields for. */
    static Draft draft(Entity entity, String id, NewAccount account, Instant now) {
        Draft draft = new Draft(entity).set("id", id);
        set(draft, "email", account.email());
        set(draft, "displayName", account.displayName());
        set(draft, "emailVerified", verified(entity, account.emailVerified(), now));
        set(draft, "avatarUrl", account.avatarUrl());
        set(draft, "createdAt", now);
        return draft;
    }

    /** Tells whether the entity has a row with this id. */
    static boolean isThere(DataService service, Entity entity, String id) {
        return service.find(Principal.ADMIN, entity, SystemRows.equal(entity, "id", id))
                .isPresent();
    }

    /** Returns the changes of a row whose owner has proven an address. */
    static Draft verified(Entity entity, String email, Instant now) {
        Draft draft = new Draft(entity);
        set(draft, "email", email);
        set(draft, "emailVerified", verified(entity, true, now));
        return draft;
    }

    // Apps keep it as a boolean, or as the time.
    private static Object verified(Entity entity, boolean verified, Instant now) {
        Field field = entity.fieldOrNull("emailVerified");
        if (field == null || field.type().kind() == FieldType.Kind.BOOL) {
            return verified;
        }
        return verified && field.type().kind() == FieldType.Kind.DATETIME ? now : null;
    }

    private static void set(Draft draft, String name, Object value) {
        Field field = draft.entity().fieldOrNull(name);
        if (field != null && value != null && field.type().accepts(value)) {
            draft.set(field, value);
        }
    }

    /** Returns the row as its owner may see it, or null when there is none. */
    public static JsonText visible(DataService service, ManifestAuth manifest, String id) {
        Optional<Entity> entity = manifest.userEntity(service);
        if (entity.isEmpty()) {
            return null;
        }
        Optional<Row> row = service.find(Principal.ADMIN, entity.get(), SystemRows.equal(entity.get(), "id", id));
        return row.map(found -> visible(found, manifest.of(service))).orElse(null);
    }

    private static JsonText visible(Row row, ManifestAuth.Settings settings) {
        JsonWriter json = new JsonWriter(256).beginObject();
        for (Field field : row.entity().fields()) {
            if (isVisible(field, settings)) {
                json.name(field.name()).value(row.get(field.ordinal()));
            }
        }
        return new JsonText(json.endObject().toString());
    }

    private static boolean isVisible(Field field, ManifestAuth.Settings settings) {
        String name = field.name();
        boolean secret = field.serverOnly() || name.equals(HIDDEN) || name.startsWith("_");
        boolean exposed = settings.exposed().isEmpty()
                || name.equals("id")
                || settings.exposed().contains(name);
        return exposed && !secret && !settings.hidden().contains(name);
    }
}
