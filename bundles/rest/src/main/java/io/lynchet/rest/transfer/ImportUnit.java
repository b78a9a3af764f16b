// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.rest.transfer;

import io.lynchet.api.LynchetException;
import io.lynchet.api.data.DataService;
import io.lynchet.api.data.Mutation;
import io.lynchet.api.row.Draft;
import io.lynchet.api.schema.Field;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Rows of an import that are written together or not at all: one, or some with references in a circle. In a circle,
 * optional references to later rows are left out of the insert and set by an update of the same commit. Required ones
 * are written as they are, and the store checks them at the end of the commit.
 *
 * @param items at least one
 * @param apart rows of a circle that is too large for one commit, else empty: optional references to them are left out
 *     of the inserts
 * @param links whether it only sets the references left out before, and inserts nothing
 */
record ImportUnit(List<ImportItem> items, Set<ImportItem.Key> apart, boolean links) {
    /**
     * The mutations to be written.
     *
     * @param of the row of each mutation
     */
    record Prepared(List<Mutation> mutations, List<ImportItem> of) {
        Prepared() {
            this(new ArrayList<>(), new ArrayList<>());
        }

        private void add(Mutation mutation, ImportItem item) {
            mutations.add(mutation);
            of.add(item);
        }
    }

    static ImportUnit of(ImportItem item) {
        return new ImportUnit(List.of(item), Set.of(), false);
    }

    /** Returns all rows in units, targets first; the store checks references to other rows. */
    static List<ImportUnit> ordered(List<ImportItem> items, DataService service) {
        List<ImportUnit> units = new ArrayList<>();
        components(items, service, false).forEach(some -> units.add(new ImportUnit(some, Set.of(), false)));
        return units;
    }

    /**
     * Splits a circle that is too large: first its rows without the references that close it, then these references.
     * Only required references still bind rows.
     */
    List<ImportUnit> inTwoPasses(DataService service) {
        Set<ImportItem.Key> circle = keys();
        List<ImportUnit> units = new ArrayList<>();
        components(items, service, true).forEach(some -> units.add(new ImportUnit(some, circle, false)));
        items.stream()
                .filter(item -> references(item, service).stream()
                        .anyMatch(to -> to.field().optional() && circle.contains(to.target())))
                .forEach(item -> units.add(new ImportUnit(List.of(item), circle, true)));
        return units;
    }

    /** Adds its mutations, in their order. */
    void prepare(DataService service, Prepared to) {
        if (items.size() == 1 && apart.isEmpty()) {
            ImportItem item = items.get(0);
            to.add(new Mutation.Insert(item.draft(service)), item);
            return;
        }
        Set<ImportItem.Key> later = apart.isEmpty() ? keys() : apart;
        Prepared closing = new Prepared();
        for (List<ImportItem> some : components(items, service, true)) {
            for (ImportItem item : some) {
                Draft draft = item.draft(service);
                if (apart.isEmpty()) {
                    later.remove(item.key());
                }
                Draft link = takeOut(draft, later);
                if (!links) {
                    to.add(new Mutation.Insert(draft), item);
                }
                if (!link.isEmpty() && links == !apart.isEmpty()) {
                    closing.add(new Mutation.Update(draft.id(), link, Mutation.ANY), item);
                }
            }
        }
        to.mutations().addAll(closing.mutations());
        to.of().addAll(closing.of());
    }

    private Set<ImportItem.Key> keys() {
        Set<ImportItem.Key> keys = new HashSet<>();
        items.forEach(item -> keys.add(item.key()));
        return keys;
    }

    private static Draft takeOut(Draft draft, Set<ImportItem.Key> later) {
        Draft link = new Draft(draft.entity());
        for (Field field : draft.entity().fields()) {
            String target = field.type().target();
            if (target != null
                    && field.optional()
                    && draft.get(field) != null
                    && later.contains(new ImportItem.Key(target, (String) draft.get(field)))) {
                link.set(field, draft.get(field));
                // Null and not absent, so that no default takes its place.
                draft.set(field, null);
            }
        }
        return link;
    }

    private static List<List<ImportItem>> components(
            List<ImportItem> items, DataService service, boolean requiredOnly) {
        Map<ImportItem.Key, Integer> positions = new HashMap<>();
        for (int i = 0; i < items.size(); i++) {
            positions.putIfAbsent(items.get(i).key(), i);
        }
        List<int[]> edges = new ArrayList<>(items.size());
        for (ImportItem item : items) {
            edges.add(references(item, service).stream()
                    .filter(reference -> !requiredOnly || !reference.field().optional())
                    .map(reference -> positions.get(reference.target()))
                    .filter(position -> position != null)
                    .mapToInt(Integer::intValue)
                    .toArray());
        }
        List<List<ImportItem>> components = new ArrayList<>();
        for (int[] component : ReferenceGraph.components(edges)) {
            List<ImportItem> some = new ArrayList<>(component.length);
            for (int position : component) {
                some.add(items.get(position));
            }
            components.add(some);
        }
        return components;
    }

    private static List<ImportItem.Reference> references(ImportItem item, DataService service) {
        try {
            return item.references(service);
        } catch (LynchetException gone) {
            // A reload has removed the entity: the write of the row reports that, with its place.
            return List.of();
        }
    }
}
