// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.orgs.store;

import io.lynchet.api.data.DataService;
import io.lynchet.api.principal.Principal;
import io.lynchet.api.query.Comparison;
import io.lynchet.api.query.Filter;
import io.lynchet.api.query.Operand;
import io.lynchet.api.query.Query;
import io.lynchet.api.query.SortKey;
import io.lynchet.api.row.Row;
import io.lynchet.api.schema.Entity;
import io.lynchet.orgs.model.Invitation;
import io.lynchet.orgs.model.OrgIds;
import io.lynchet.orgs.model.OrgMember;
import io.lynchet.orgs.model.OrgSchema;
import io.lynchet.orgs.model.Organisation;
import io.lynchet.system.rows.SystemRows;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The rows, read within one lease of the data service. Each call reads anew. */
public record OrgView(DataService data) {
    private static final int ROWS_MAX = Query.LIMIT_MAX - 1;

    public Entity entity(String name) {
        return SystemRows.entity(data, name);
    }

    public Optional<Organisation> organisation(String id) {
        return row(OrgSchema.ORGANISATIONS, id).map(Organisation::of);
    }

    /** Returns the existing ones of the given ids, oldest first. */
    List<Organisation> organisations(List<String> ids) {
        Entity entity = entity(OrgSchema.ORGANISATIONS);
        Filter wanted = new Filter.In(new Operand.FieldRef(0, entity.id()), List.copyOf(ids));
        return query(entity, wanted, OrgSchema.CREATED_AT, true, ROWS_MAX).stream()
                .map(Organisation::of)
                .toList();
    }

    /** Returns the organisations that an account has created. */
    List<Organisation> madeBy(String userId) {
        Entity entity = entity(OrgSchema.ORGANISATIONS);
        Filter own = SystemRows.equal(entity, OrgSchema.CREATED_BY, userId);
        return query(entity, own, OrgSchema.CREATED_AT, true, ROWS_MAX).stream()
                .map(Organisation::of)
                .toList();
    }

    /**
     * Returns the newest organisations.
     *
     * @param before the time that they must be older than, or null
     */
    List<Organisation> newest(Instant before, int limit) {
        Entity entity = entity(OrgSchema.ORGANISATIONS);
        Filter older = before == null
                ? Filter.Constant.TRUE
                : SystemRows.compare(entity, OrgSchema.CREATED_AT, Comparison.LESS, before);
        return query(entity, older, OrgSchema.CREATED_AT, false, limit).stream()
                .map(Organisation::of)
                .toList();
    }

    Optional<OrgMember> member(String organisationId, String userId) {
        return row(OrgSchema.MEMBERS, OrgIds.member(organisationId, userId)).map(OrgMember::of);
    }

    /** Returns the members in the order in which they joined. */
    List<OrgMember> members(String organisationId) {
        return members(OrgSchema.ORGANISATION_ID, organisationId);
    }

    List<OrgMember> memberships(String userId) {
        return members(OrgSchema.USER_ID, userId);
    }

    private List<OrgMember> members(String field, String value) {
        Entity entity = entity(OrgSchema.MEMBERS);
        return query(entity, SystemRows.equal(entity, field, value), OrgSchema.JOINED_AT, true, ROWS_MAX).stream()
                .map(OrgMember::of)
                .toList();
    }

    public Optional<Invitation> invite(String id) {
        return row(OrgSchema.INVITES, id).map(Invitation::of);
    }

    /** Returns the invitations, oldest first, expired ones included. */
    public List<Invitation> invites(String organisationId) {
        return invites(OrgSchema.ORGANISATION_ID, organisationId);
    }

    private List<Invitation> invites(String field, String value) {
        Entity entity = entity(OrgSchema.INVITES);
        return query(entity, SystemRows.equal(entity, field, value), OrgSchema.CREATED_AT, true, ROWS_MAX).stream()
                .map(Invitation::of)
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
