// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.orgs.model;

import io.lynchet.api.auth.Memberships;
import io.lynchet.api.data.SystemSchema;
import io.lynchet.api.schema.Entity;
import io.lynchet.api.schema.Field;
import io.lynchet.api.schema.FieldType;
import io.lynchet.api.schema.Index;
import java.util.List;

/** The system entities of this bundle. */
public final class OrgSchema implements SystemSchema {
    public static final String ORGANISATIONS = "_auth_orgs";
    public static final String MEMBERS = Memberships.ENTITY;
    public static final String INVITES = "_auth_invites";
    public static final String VERSIONS = "_auth_org_turns";

    static final String NAME = "name";
    public static final String CREATED_BY = "createdBy";
    public static final String CREATED_AT = "createdAt";
    public static final String ORGANISATION_ID = "organisationId";
    public static final String USER_ID = "userId";
    static final String ROLE = "role";
    public static final String JOINED_AT = "joinedAt";
    static final String EMAIL = "email";
    static final String TOKEN_PREFIX = "tokenPrefix";
    static final String INVITED_BY = "invitedBy";
    static final String EXPIRES_AT = "expiresAt";
    static final String SUBJECT = "subject";
    static final String NUMBER = "number";

    @Override
    public List<Entity> entities() {
        return List.of(organisations(), members(), invites(), turns());
    }

    private static Entity entity(String name, List<Index> indexes, Field... fields) {
        return new Entity(name, List.of(fields), indexes, List.of(), false);
    }

    private static Index by(String name, String field) {
        return new Index(name, List.of(field), false);
    }

    private static Field text(String name) {
        return Field.of(name, FieldType.STRING, false);
    }

    private static Field instant(String name) {
        return Field.of(name, FieldType.DATETIME, false);
    }

    private static Entity organisations() {
        return entity(
                ORGANISATIONS,
                List.of(by("by_creator", CREATED_BY), by("by_time", CREATED_AT)),
                text(NAME),
                Field.of(CREATED_BY, FieldType.STRING, true),
                instant(CREATED_AT));
    }

    private static Entity members() {
        return entity(
                MEMBERS,
                List.of(by("by_organisation", ORGANISATION_ID), by("by_user", USER_ID)),
                text(ORGANISATION_ID),
                text(USER_ID),
                text(ROLE),
                instant(JOINED_AT));
    }

    /** The id is the digest of the token. */
    private static Entity invites() {
        return entity(
                INVITES,
                List.of(by("by_organisation", ORGANISATION_ID)),
                text(ORGANISATION_ID),
                text(EMAIL),
                text(ROLE),
                text(TOKEN_PREFIX),
                text(INVITED_BY),
                instant(CREATED_AT),
                instant(EXPIRES_AT));
    }

    /** See {@link OrgVersionGuard}. */
    private static Entity turns() {
        return entity(VERSIONS, List.of(), text(SUBJECT).asUnique(), Field.of(NUMBER, FieldType.INT, false));
    }
}
