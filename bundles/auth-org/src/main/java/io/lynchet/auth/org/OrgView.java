// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.org;

import io.lynchet.api.auth.Principal;
import io.lynchet.api.data.DataService;
import io.lynchet.api.data.SystemRows;
import io.lynchet.api.query.Comparison;
import io.lynchet.api.query.Filter;
import io.lynchet.api.query.Operand;
import io.lynchet.api.query.Query;
import io.lynchet.api.query.SortKey;
import io.lynchet.api.row.Row;
import io.lynchet.api.schema.Entity;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What the rows say, read inside one lease of the data service. Each call reads anew. */
record OrgView(DataService data) {
    private static final int ROWS_MAX = Query.LIMIT_MAX - 1;

    Entity entity(String name) {
        return SystemRows.entity(data, name);
    }

    Optional<Organisation> organisation(String id) {
        return row(OrgSchema.ORGANISATIONS, id).map(Organisation::of);
    }

    /** Those of the given ids that exist, the oldest first. */
    List<Organisation> organisations(List<String> ids) {
        Entity entity = entity(OrgSchema.ORGANISATIONS);
        Filter wanted = new Filter.In(new Operand.FieldRef(0, entity.id()), List.copyOf(ids));
        return query(entity, wanted, OrgSchema.CREATED_AT, true, ROWS_MAX).stream()
                .map(Organisation::of)
                .toList();
    }

    /** Those that an account has made. */
    List<Organisation> madeBy(String userId) {
        Entity entity = entity(OrgSchema.ORGANISATIONS);
        Filter own = SystemRows.equal(entity, OrgSchema.CREATED_BY, userId);
        return query(entity, own, OrgSchema.CREATED_AT, true, ROWS_MAX).stream()
                .map(Organisation::of)
                .toList();
    }

    /** @param before only older ones, or null */
    List<Organisation> newest(Instant before, int limit) {
        Entity entity = entity(OrgSchema.ORGANISATIONS);
        Filter older = before == null
                ? Filter.Constant.TRUE
                : SystemRows.compare(entity, OrgSchema.CREATED_AT, Comparison.LESS, before);
        return query(entity, older, OrgSchema.CREATED_AT, false, limit).stream()
                .map(Organisation::of)
                .toList();
    }

    Optional<Member> member(String organisationId, String userId) {
        return row(OrgSchema.MEMBERS, OrgIds.member(organisationId, userId)).map(Member::of);
    }

    /** Who joined first comes first. */
    List<Member> members(String organisationId) {
        return members(OrgSchema.ORGANISATION_ID, organisationId);
    }

    List<Member> memberships(String userId) {
        return members(OrgSchema.USER_ID, userId);
    }

    private List<Member> members(String field, String value) {
        Entity entity = entity(OrgSchema.MEMBERS);
        return query(entity, SystemRows.equal(entity, field, value), OrgSchema.JOINED_AT, true, ROWS_MAX).stream()
                .map(Member::of)
                .toList();
    }

    Optional<Invite> invite(String id) {
        return row(OrgSchema.INVITES, id).map(Invite::of);
    }

    /** Oldest first, also those that have expired. */
    List<Invite> invites(String organisationId) {
        return invites(OrgSchema.ORGANISATION_ID, organisationId);
    }

    private List<Invite> invites(String field, String value) {
        Entity entity = entity(OrgSchema.INVITES);
        return query(entity, SystemRows.equal(entity, field, value), OrgSchema.CREATED_AT, true, ROWS_MAX).stream()
                .map(Invite::of)
                .toList();
    }

    private Optional<Row> row(String name, String id) {
        Entity entity = entity(name);
        return data.find(Principal.ADMIN, entity, SystemRows.equal(entity, "id", id));
    }

    private List<Row> query(Entity entity, Filter filter, String by, boolean ascending, int limit) {
        SortKey order = new SortKey(entity.field(by).orElseThrow(), ascending);
        return data.query(Principal.ADMIN, new Query(entity, filter, List.of(order), limit, 0))
                .rows();
    }
}
