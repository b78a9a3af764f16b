// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.schema;

import io.lynchet.api.data.SystemSchema;
import io.lynchet.api.schema.Entity;
import io.lynchet.api.schema.Field;
import io.lynchet.api.schema.FieldType;
import io.lynchet.api.schema.Index;
import java.util.List;

/** The system entities of this bundle. They hold no secrets, only digests. */
public final class AuthSchema implements SystemSchema {
    public static final String ACCOUNTS = "_auth_accounts";
    public static final String LINKS = "_auth_links";
    public static final String SESSIONS = "_auth_sessions";
    public static final String KEYS = "_auth_keys";
    public static final String AUDIT = "_auth_audit";
    public static final String LEAVING = "_auth_leaving";

    private static final Index BY_USER = new Index("by_user", List.of("userId"), false);

    @Override
    public List<Entity> entities() {
        return List.of(accounts(), links(), sessions(), keys(), audit(), leaving());
    }

    private static Entity entity(String name, List<Index> indexes, Field... fields) {
        return new Entity(name, List.of(fields), indexes, List.of(), false);
    }

    private static Field text(String name) {
        return Field.of(name, FieldType.STRING, false);
    }

    private static Field optionalText(String name) {
        return Field.of(name, FieldType.STRING, true);
    }

    private static Field bool(String name) {
        return Field.of(name, FieldType.BOOL, false);
    }

    private static Field instant(String name, boolean optional) {
        return Field.of(name, FieldType.DATETIME, optional);
    }

    private static Entity accounts() {
        return entity(
                ACCOUNTS,
                List.of(new Index("by_time", List.of("createdAt"), false)),
                optionalText("email").asUnique(),
                bool("emailVerified"),
                optionalText("displayName"),
                optionalText("avatarUrl"),
                text("roles"),
                optionalText("secondFactor"),
                instant("createdAt", false));
    }

    /** The id is the digest of method and subject, so one identity has one link. */
    private static Entity links() {
        return entity(LINKS, List.of(BY_USER), text("userId"), text("method"), instant("createdAt", false));
    }

    /** The id is the digest of the token. Sessions that come from one sign-in by renewal are a family. */
    private static Entity sessions() {
        return entity(
                SESSIONS,
                List.of(
                        BY_USER,
                        new Index("by_family", List.of("family"), false),
                        new Index("by_expiry", List.of("expiresAt"), false)),
                text("userId"),
                text("family"),
                text("tokenPrefix"),
                text("method"),
                optionalText("device"),
                text("address"),
                optionalText("tenantId"),
                bool("guest"),
                optionalText("awaits"),
                optionalText("guestSession"),
                instant("createdAt", false),
                instant("expiresAt", false),
                instant("renewedAt", true),
                optionalText("successorSalt"));
    }

    private static Entity keys() {
        return entity(
                KEYS,
                List.of(BY_USER),
                text("userId"),
                text("name"),
                text("prefix"),
                text("secretHash"),
                text("scopes"),
                instant("createdAt", false),
                instant("expiresAt", true));
    }

    /** The app's rows of deleted accounts, while references to them exist. */
    private static Entity leaving() {
        return entity(
                LEAVING,
                List.of(new Index("by_time", List.of("createdAt"), false)),
                text("entity"),
                text("rowId"),
                text("userId"),
                instant("createdAt", false));
    }

    private static Entity audit() {
        return entity(
                AUDIT,
                List.of(
                        new Index("by_user", List.of("userId", "at"), false),
                        new Index("by_time", List.of("at"), false)),
                instant("at", false),
                text("event"),
                optionalText("userId"),
                optionalText("actor"),
                text("address"),
                optionalText("detail"));
    }
}
