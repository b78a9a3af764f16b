// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.data;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.auth.Principal;
import io.lynchet.api.data.Page;
import io.lynchet.api.lease.Gate;
import io.lynchet.api.policy.AccessRule;
import io.lynchet.api.policy.Action;
import io.lynchet.api.policy.PolicyContext;
import io.lynchet.api.query.AggregateQuery;
import io.lynchet.api.query.AggregateRow;
import io.lynchet.api.query.Filter;
import io.lynchet.api.query.Grouping;
import io.lynchet.api.query.Measure;
import io.lynchet.api.query.Query;
import io.lynchet.api.query.SortKey;
import io.lynchet.api.row.Row;
import io.lynchet.api.schema.Entity;
import io.lynchet.api.schema.SchemaChangedException;
import io.lynchet.api.store.Refusals;
import io.lynchet.api.store.Store;
import io.lynchet.api.store.View;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Reads under policy: the rule becomes part of the query, so pages are full and figures count only what the caller may see. */
final class Reads {
    private final ServingState state;
    private final Gate<Store> stores;
    private final Clock clock;

    Reads(ServingState state, Gate<Store> stores, Clock clock) {
        this.state = state;
        this.stores = stores;
        this.clock = clock;
    }

    Row get(Principal principal, Entity entity, String id) {
        Serving serving = state.forEntity(entity);
        PolicyContext context = context(principal);
        if (principal.admin()) {
            return inStore(serving, store -> store.latest().get(entity, id)).orElseThrow(() -> notFound(entity, id));
        }
        AccessRule rule = serving.policies().rule(entity, Action.READ);
        boolean everyRow = !rule.rowDependent();
        if (everyRow) {
            refuseIfNothing(rule.filter(context));
        }
        Row row = inStore(serving, store -> {
                    View view = store.latest();
                    return view.get(entity, id).filter(found -> everyRow || rule.permits(context, found, found, view));
                })
                .orElseThrow(() -> notFound(entity, id));
        return ServerOnlyFields.mask(row);
    }

    Optional<Row> find(Principal principal, Entity entity, Filter filter) {
        List<Row> rows = query(principal, Query.of(entity, filter, 1)).rows();
        return rows.isEmpty() ? Optional.empty() : Optional.of(rows.get(0));
    }

    Page query(Principal principal, Query query) {
        Serving serving = state.forEntity(query.entity());
        checkNames(principal, query);
        Filter visible = visible(serving, context(principal), query.entity(), query.filter());
        Query oneMore = new Query(
                query.entity(),
                visible,
                query.order(),
                Math.addExact(query.limit(), 1),
                query.offset(),
                query.bytesMax());
        List<Row> rows = inStore(serving, store -> store.latest().query(oneMore));
        int end = end(rows, query);
        boolean more = rows.size() > end;
        return new Page(seenBy(principal, query.entity(), more ? rows.subList(0, end) : rows), more);
    }

    /** How many of the rows make the page: the one behind them was read to show that there is one. */
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

    long count(Principal principal, Entity entity, Filter filter) {
        Serving serving = state.forEntity(entity);
        checkNames(principal, Query.of(entity, filter, 1));
        Filter visible = visible(serving, context(principal), entity, filter);
        return inStore(serving, store -> store.latest().count(entity, visible));
    }

    List<AggregateRow> aggregate(Principal principal, AggregateQuery query) {
        Serving serving = state.forEntity(query.entity());
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
        return inStore(serving, store -> store.latest().aggregate(visible));
    }

    /** The caller's condition and the read rule together; {@code POLICY_DENIED} when the rule lets no row through. */
    Filter visible(Serving serving, PolicyContext context, Entity entity, Filter wanted) {
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
        if (!principal.admin() && ServerOnlyFields.presentIn(query.entity())) {
            ServerOnlyFields.refuse(query.filter());
            query.order().stream().map(SortKey::field).forEach(ServerOnlyFields::refuse);
        }
    }

    static List<Row> seenBy(Principal principal, Entity entity, List<Row> rows) {
        if (principal.admin() || !ServerOnlyFields.presentIn(entity)) {
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

    /** Runs inside a lease of the store. A stale schema is reported only once its successor serves. */
    <R> R inStore(Serving serving, Function<Store, R> read) {
        try {
            return stores.call(read);
        } catch (SchemaChangedException e) {
            state.successor(serving).toCompletableFuture().join();
            throw e;
        }
    }

    static LynchetException notFound(Entity entity, String id) {
        return Refusals.notFound(entity, id);
    }

    private static void refuseIfNothing(Filter rule) {
        if (rule.equals(Filter.Constant.FALSE)) {
            throw denied();
        }
    }

    static LynchetException denied() {
        return new LynchetException(ErrorCode.POLICY_DENIED, "Access denied by policy");
    }
}
