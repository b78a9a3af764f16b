// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.orgs.store;

import io.lynchet.api.data.DataService;
import io.lynchet.api.data.Mutation;
import io.lynchet.api.principal.Principal;
import io.lynchet.api.query.Filter;
import io.lynchet.api.query.Operand;
import io.lynchet.api.query.Query;
import io.lynchet.api.row.Draft;
import io.lynchet.api.row.Row;
import io.lynchet.api.schema.Entity;
import io.lynchet.api.schema.Field;
import io.lynchet.orgs.model.OrgMember;
import io.lynchet.orgs.model.OrgRole;
import io.lynchet.orgs.model.OrgSettings;
import io.lynchet.orgs.model.Organisation;
import io.lynchet.system.rows.SystemRows;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The app's own rows about organisations and members, in the entities that the manifest names, for the fields that
 * these have. They follow our rows in the same commit and decide nothing. Each change also repairs them. So an entity
 * that was declared later, or a row that a user edited, prevents no change.
 */
public final class AppOrgRows {
    private static final String OWNER_ID = "ownerId";
    private static final String CREATED_BY = "createdBy";

    private final OrgSettings settings;

    public AppOrgRows(OrgSettings settings) {
        this.settings = settings;
    }

    /**
     * Returns the writes that bring the app's rows in line.
     *
     * @param members all members of the organisation after the change
     * @param gone the members who leave by the change
     */
    List<Mutation> following(OrgView view, Organisation organisation, List<OrgMember> members, List<OrgMember> gone) {
        DataService data = view.data();
        List<Mutation> writes = new ArrayList<>();
        // First, since the rows of members may refer to it.
        settings.entity(data).ifPresent(entity -> follow(data, entity, organisation, members, writes));
        settings.memberEntity(data).ifPresent(entity -> {
            Map<String, Row> rows = rows(data, entity, Stream.concat(members.stream(), gone.stream()));
            gone.forEach(member -> delete(rows.get(member.id()), writes));
            members.forEach(member -> follow(entity, rows.get(member.id()), member, writes));
        });
        return writes;
    }

    /** Returns deletions of all rows of an organisation. */
    List<Mutation> deleted(OrgView view, Organisation organisation, List<OrgMember> members) {
        DataService data = view.data();
        List<Mutation> writes = new ArrayList<>();
        settings.memberEntity(data)
                .ifPresent(
                        entity -> rows(data, entity, members.stream()).values().forEach(row -> delete(row, writes)));
        settings.entity(data).ifPresent(entity -> delete(row(data, entity, organisation.id()), writes));
        return writes;
    }

    /**
     * Returns the writes after which the app's row no longer names the deleted account as creator: it names none, or
     * the oldest owner when the field is required.
     */
    List<Mutation> creatorGone(OrgView view, Organisation organisation, List<OrgMember> members) {
        List<Mutation> writes = new ArrayList<>(1);
        settings.entity(view.data()).ifPresent(entity -> {
            Row row = row(view.data(), entity, organisation.id());
            Field field = entity.fieldOrNull(CREATED_BY);
            if (row != null && field != null && organisation.createdBy().equals(row.get(field.ordinal()))) {
                Object next = field.optional() ? null : oldestOwner(members).orElse(null);
                writes.add(new Mutation.Update(row.id(), new Draft(entity).set(field, next), Mutation.ANY));
            }
        });
        return writes;
    }

    private static void follow(
            DataService data,
            Entity entity,
            Organisation organisation,
            List<OrgMember> members,
            List<Mutation> writes) {
        Row row = row(data, entity, organisation.id());
        String owner = oldestOwner(members).orElseThrow();
        if (row == null) {
            Map<String, Object> values = new LinkedHashMap<>();
            values.put("name", organisation.name());
            values.put("createdAt", organisation.createdAt());
            values.put(CREATED_BY, organisation.createdBy() == null ? owner : organisation.createdBy());
            values.put(OWNER_ID, owner);
            Draft draft = differing(entity, null, values).set("id", organisation.id());
            writes.add(new Mutation.Insert(draft));
            return;
        }
        // A policy may trust the user who is named there, so it is never one who is no longer an owner.
        Field field = entity.fieldOrNull(OWNER_ID);
        boolean named = field == null
                || members.stream()
                        .anyMatch(member -> member.role() == OrgRole.OWNER
                                && member.userId().equals(row.get(field.ordinal())));
        if (!named) {
            update(row, Map.of(OWNER_ID, owner), writes);
        }
    }

    private static void follow(Entity entity, Row row, OrgMember member, List<Mutation> writes) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("orgId", member.organisationId());
        values.put("userId", member.userId());
        values.put("role", member.role().wire());
        if (row != null) {
            update(row, values, writes);
            return;
        }
        values.put("createdAt", member.joinedAt());
        writes.add(new Mutation.Insert(differing(entity, null, values).set("id", member.id())));
    }

    private static Optional<String> oldestOwner(List<OrgMember> members) {
        return members.stream()
                .filter(member -> member.role() == OrgRole.OWNER)
                .map(OrgMember::userId)
                .findFirst();
    }

    private static void update(Row row, Map<String, Object> values, List<Mutation> writes) {
        Draft patch = differing(row.entity(), row, values);
        if (!patch.isEmpty()) {
            writes.add(new Mutation.Update(row.id(), patch, Mutation.ANY));
        }
    }

    private static void delete(Row row, List<Mutation> writes) {
        if (row != null) {
            writes.add(new Mutation.Delete(row.entity(), row.id(), Mutation.ANY));
        }
    }

    /** Returns the values that the entity has fields for and that differ from the row, which may be null. */
    private static Draft differing(Entity entity, Row row, Map<String, Object> values) {
        Draft draft = new Draft(entity);
        values.forEach((name, value) -> {
            Field field = entity.fieldOrNull(name);
            boolean fits = field != null && field.type().accepts(value);
            if (fits && (row == null || !value.equals(row.get(field.ordinal())))) {
                draft.set(field, value);
            }
        });
        return draft;
    }

    private static Row row(DataService data, Entity entity, String id) {
        return data.find(Principal.ADMIN, entity, SystemRows.equal(entity, "id", id))
                .orElse(null);
    }

    private static Map<String, Row> rows(DataService data, Entity entity, Stream<OrgMember> members) {
        List<Object> ids = members.<Object>map(OrgMember::id).toList();
        Filter theirs = new Filter.In(new Operand.FieldRef(0, entity.id()), ids);
        return data.query(Principal.ADMIN, Query.of(entity, theirs, Query.LIMIT_MAX - 1)).rows().stream()
                .collect(Collectors.toMap(Row::id, Function.identity()));
    }
}
