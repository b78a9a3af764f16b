// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.data.read;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.data.Page;
import io.lynchet.api.lease.Gate;
import io.lynchet.api.policy.AccessRule;
import io.lynchet.api.policy.Action;
import io.lynchet.api.policy.PolicyContext;
import io.lynchet.api.principal.Principal;
import io.lynchet.api.query.AggregateQuery;
import io.lynchet.api.query.AggregateRow;
import io.lynchet.api.query.Filter;
import io.lynchet.api.query.Grouping;
import io.lynchet.api.query.Measure;
import io.lynchet.api.query.Query;
import io.lynchet.api.query.SortKey;
import io.lynchet.api.row.Row;
import io.lynchet.api.row.Versioned;
import io.lynchet.api.schema.Entity;
import io.lynchet.api.schema.SchemaChangedException;
import io.lynchet.api.store.ReadView;
import io.lynchet.api.store.Snapshot;
import io.lynchet.api.store.Store;
import io.lynchet.api.store.StoreErrors;
import io.lynchet.data.app.ServingApp;
import io.lynchet.data.app.ServingState;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The reads under policies. The read rule becomes part of the query, so pages are full, and aggregates count only rows
 * that the caller may see.
 */
public final class PolicyReads {
    private final ServingState state;
    private final Gate<Store> stores;
    private final Clock clock;
    private final ReadLimits limits;

    public PolicyReads(ServingState state, Gate<Store> stores, Clock clock, ReadLimits limits) {
        this.state = state;
        this.stores = stores;
        this.clock = clock;
        this.limits = limits;
    }

    public Row get(Principal principal, Entity entity, String id) {
        Row row = get(principal, entity, id, ReadView::get, Function.identity());
        return principal.admin() ? row : ServerOnlyFields.mask(row);
    }

    public Versioned versioned(Principal principal, Entity entity, String id) {
        Versioned found = get(principal, entity, id, ReadView::versioned, Versioned::row);
        return principal.admin() ? found : new Versioned(ServerOnlyFields.mask(found.row()), found.seq());
    }

    /** A look-up of a row. */
    @FunctionalInterface
    private interface LookUp<T> {
        Optional<T> in(ReadView view, Entity entity, String id);
    }

    private <T> T get(Principal principal, Entity entity, String id, LookUp<T> lookUp, Function<T, Row> rowOf) {
        ServingApp serving = state.forEntity(entity);
        PolicyContext context = context(principal);
        if (principal.admin()) {
            return byId(serving, view -> lookUp.in(view, entity, id)).orElseThrow(() -> notFound(entity, id));
        }
        AccessRule rule = serving.policies().rule(entity, Action.READ);
        boolean everyRow = !rule.rowDependent();
        if (everyRow) {
            refuseIfNothing(rule.filter(context));
        }
        return byId(
                        serving,
                        view -> lookUp.in(view, entity, id).filter(found -> {
                            Row row = rowOf.apply(found);
                            return everyRow || rule.permits(context, row, row, view);
                        }))
                .orElseThrow(() -> notFound(entity, id));
    }

    /** Returns the head of the log. */
    public long head() {
        return stores.call(store -> store.info().headSeq());
    }

    public Optional<Row> find(Principal principal, Entity entity, Filter filter) {
        List<Row> rows = query(principal, Query.of(entity, filter, 1)).rows();
        return rows.isEmpty() ? Optional.empty() : Optional.of(rows.get(0));
    }

    public Page query(Principal principal, Query query) {
        ServingApp serving = state.forEntity(query.entity());
        checkNames(principal, query);
        Filter visible = visible(serving, context(principal), query.entity(), query.filter());
        Query oneMore = new Query(
                query.entity(),
                visible,
                query.order(),
                Math.addExact(query.limit(), 1),
                query.offset(),
                query.bytesMax());
        List<Row> rows = search(serving, view -> view.query(oneMore));
        int end = end(rows, query);
        boolean more = rows.size() > end;
        return new Page(seenBy(principal, query.entity(), more ? rows.subList(0, end) : rows), more);
    }

    /** Returns the number of rows on the page. The row behind it was read to learn whether there are more. */
    private static int end(List<Row> rows, Query query) {
        int most = Math.min(rows.size(), query.limit());
        if (query.bytesMax() == Query.BYTES_UNLIMITED) {
            return most;
        }
        int end = 0;
        for (long bytes = 0; end < most && bytes <= query.bytesMax(); end++) {
            bytes += rows.get(end).bytes();
        }
        return end;
    }

    public long count(Principal principal, Entity entity, Filter filter) {
        ServingApp serving = state.forEntity(entity);
        checkNames(principal, Query.of(entity, filter, 1));
        Filter visible = visible(serving, context(principal), entity, filter);
        return search(serving, view -> view.count(entity, visible));
    }

    public List<AggregateRow> aggregate(Principal principal, AggregateQuery query) {
        ServingApp serving = state.forEntity(query.entity());
        if (!principal.admin()) {
            ServerOnlyFields.refuse(query.filter());
            query.measures().stream().map(Measure::field).forEach(ServerOnlyFields::refuse);
            query.groups().stream().map(Grouping::field).forEach(ServerOnlyFields::refuse);
        }
        AggregateQuery visible = new AggregateQuery(
                query.entity(),
                visible(serving, context(principal), query.entity(), query.filter()),
                query.measures(),
                query.groups(),
                query.limit());
        return search(serving, view -> view.aggregate(visible));
    }

    /** Joins the caller's filter and the read rule. Fails with {@code POLICY_DENIED} when the rule allows no row. */
    Filter visible(ServingApp serving, PolicyContext context, Entity entity, Filter wanted) {
        if (context.principal().admin()) {
            return wanted;
        }
        AccessRule rule = serving.policies().rule(entity, Action.READ);
        Filter allowed = rule.filter(context);
        if (!rule.rowDependent()) {
            refuseIfNothing(allowed);
        }
        return wanted.and(allowed);
    }

    static void checkNames(Principal principal, Query query) {
        if (!principal.admin() && query.entity().hasServerOnlyFields()) {
            ServerOnlyFields.refuse(query.filter());
            query.order().stream().map(SortKey::field).forEach(ServerOnlyFields::refuse);
        }
    }

    static List<Row> seenBy(Principal principal, Entity entity, List<Row> rows) {
        if (principal.admin() || !entity.hasServerOnlyFields()) {
            return rows;
        }
        List<Row> masked = new ArrayList<>(rows.size());
        for (Row row : rows) {
            masked.add(ServerOnlyFields.mask(row));
        }
        return masked;
    }

    PolicyContext context(Principal principal) {
        return new PolicyContext(principal, clock.instant());
    }

    private <R> R byId(ServingApp serving, Function<ReadView, R> read) {
        try (ReadLimits.CallerRead limited = limits.lookUp()) {
            return inStore(serving, store -> read.apply(store.latest(limited.deadline())));
        }
    }

    private <R> R search(ServingApp serving, Function<ReadView, R> read) {
        try (ReadLimits.CallerRead limited = limits.search()) {
            return inStore(serving, store -> read.apply(store.latest(limited.deadline())));
        }
    }

    /** Reads several times in one snapshot, with one deadline and one share of the readers. */
    <R> R atOneMoment(ServingApp serving, Function<Snapshot, R> read) {
        try (ReadLimits.CallerRead limited = limits.search()) {
            return inStore(serving, store -> {
                try (Snapshot snapshot = store.snapshot(limited.deadline())) {
                    return read.apply(snapshot);
                }
            });
        }
    }

    /** Runs inside a lease of the store. A stale schema is reported only once its successor serves. */
    private <R> R inStore(ServingApp serving, Function<Store, R> read) {
        try {
            return stores.call(read);
        } catch (SchemaChangedException e) {
            state.successor(serving).toCompletableFuture().join();
            throw e;
        }
    }

    public static LynchetException notFound(Entity entity, String id) {
        return StoreErrors.notFound(entity, id);
    }

    private static void refuseIfNothing(Filter rule) {
        if (rule.equals(Filter.Constant.FALSE)) {
            throw denied();
        }
    }

    public static LynchetException denied() {
        return new LynchetException(ErrorCode.POLICY_DENIED, "Access denied by policy");
    }
}
