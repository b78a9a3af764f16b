// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.account;

import io.lynchet.api.data.DataService;
import io.lynchet.api.principal.Principal;
import io.lynchet.api.query.Filter;
import io.lynchet.api.query.Operand;
import io.lynchet.api.query.Query;
import io.lynchet.api.row.Draft;
import io.lynchet.api.row.Row;
import io.lynchet.api.schema.Entity;
import io.lynchet.api.schema.Field;
import io.lynchet.api.schema.FieldType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** The references to rows of the app, including those that no policy lets the user see. */
final class Referrers {
    private final DataService service;
    private final Map<AppRow, Draft> changing;

    private record Reference(Entity from, Field field) {}

    /**
     * Creates a search.
     *
     * @param changing the other writes of the same commit; a reference that they change no longer counts
     */
    Referrers(DataService service, Map<AppRow, Draft> changing) {
        this.service = service;
        this.changing = changing;
    }

    /**
     * Returns the rows that can be deleted, in an order in which each can: no remaining row requires them. Optional
     * references are no obstacle, since they become null.
     */
    List<AppRow> removable(Collection<AppRow> wanted) {
        List<AppRow> order = new ArrayList<>();
        List<AppRow> left = new ArrayList<>(wanted);
        boolean progress = true;
        while (progress) {
            progress = left.removeIf(row -> {
                boolean free = !isRequired(row, order);
                if (free) {
                    order.add(row);
                }
                return free;
            });
        }
        return order;
    }

    private boolean isRequired(AppRow row, List<AppRow> gone) {
        for (Reference reference : references(row.entity(), field -> !field.optional())) {
            List<Object> except = new ArrayList<>(ids(gone, reference.from()));
            changing.forEach((from, patch) -> {
                if (from.entity().equals(reference.from()) && patch.names(reference.field())) {
                    except.add(from.id());
                }
            });
            Filter others = new Filter.All(List.of(
                    in(reference.field(), List.of(row.id())),
                    new Filter.Not(in(reference.from().id(), except))));
            if (service.find(Principal.ADMIN, reference.from(), others).isPresent()) {
                return true;
            }
        }
        return false;
    }

    /**
     * Returns the changes that make optional references to these rows null, by referring row. Returns at most
     * {@code limit}; there may be more when it is as many.
     */
    Map<AppRow, Draft> nulls(Collection<AppRow> rows, int limit) {
        Map<AppRow, Draft> changes = new LinkedHashMap<>();
        for (Entity target : rows.stream().map(AppRow::entity).distinct().toList()) {
            List<Object> ids = ids(rows, target);
            for (Reference reference : references(target, Field::optional)) {
                Query query = Query.of(reference.from(), in(reference.field(), ids), limit);
                for (Row row : service.query(Principal.ADMIN, query).rows()) {
                    AppRow from = new AppRow(reference.from(), row.id());
                    Draft known = changing.get(from);
                    boolean left = known == null || !known.names(reference.field());
                    if (left && (changes.size() < limit || changes.containsKey(from))) {
                        changes.computeIfAbsent(from, any -> new Draft(reference.from()))
                                .set(reference.field(), null);
                    }
                }
            }
        }
        return changes;
    }

    private List<Reference> references(Entity target, Predicate<Field> which) {
        List<Reference> references = new ArrayList<>();
        for (Entity from : service.app().schema().entities()) {
            for (Field field : from.fields()) {
                boolean refers = field.type().kind() == FieldType.Kind.REFERENCE
                        && field.type().target().equals(target.name());
                if (refers && which.test(field)) {
                    references.add(new Reference(from, field));
                }
            }
        }
        return references;
    }

    private static List<Object> ids(Collection<AppRow> rows, Entity entity) {
        return rows.stream()
                .filter(row -> row.entity().equals(entity))
                .<Object>map(AppRow::id)
                .toList();
    }

    private static Filter in(Field field, List<Object> values) {
        return new Filter.In(new Operand.FieldRef(0, field), values);
    }
}
